<?php
// Judges texts by patterns with PHP's PCRE: one line a pattern, one sign a text; E when it does not compile or gives up.
// A line L holds a whole literal, with its own delimiters and flags.
$rules = [];
$texts = [];
foreach (file('php://stdin', FILE_IGNORE_NEW_LINES) as $line) {
    [$kind, $encoded] = explode("\t", $line . "\t");
    $decoded = base64_decode($encoded);
    if ($kind === 'T') $texts[] = $decoded;
    else $rules[] = $kind === 'L' ? $decoded : "/$decoded/u";
}
foreach ($rules as $rule) {
    $verdicts = '';
    foreach ($texts as $text) {
        $found = @preg_match($rule, $text);
        $verdicts .= $found === false ? 'E' : $found;
    }
    echo $verdicts, "\n";
}
