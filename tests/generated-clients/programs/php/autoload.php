<?php

/** What Composer would write: where the classes are. Debian's Guzzle is 7; the client was generated for 6, which had one function more. */

namespace GuzzleHttp\Psr7 {
    function build_query(array $params): string
    {
        return Query::build($params);
    }
}

namespace {
    require 'GuzzleHttp/autoload.php';

    spl_autoload_register(function (string $class): void {
        $file = getenv('GENERATED_CLIENT') . '/lib/' . strtr($class, ['OpenAPI\\Client\\' => '', '\\' => '/']) . '.php';
        if (is_file($file)) {
            require $file;
        }
    });
}
