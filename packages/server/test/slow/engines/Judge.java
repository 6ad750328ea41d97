// Judges texts by patterns with java.util.regex: one line a pattern, one sign a text; E when it does not compile.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

class Judge {
  public static void main(String[] arguments) throws Exception {
    List<String> patterns = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t", 2);
      String decoded = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      (parts[0].equals("P") ? patterns : texts).add(decoded);
    }
    for (String pattern : patterns) System.out.println(verdicts(pattern, texts));
  }

  static String verdicts(String pattern, List<String> texts) {
    try {
      Pattern compiled = Pattern.compile(pattern);
      StringBuilder signs = new StringBuilder();
      for (String text : texts) signs.append(compiled.matcher(text).find() ? '1' : '0');
      return signs.toString();
    } catch (PatternSyntaxException error) {
      return "E " + error.getDescription();
    }
  }
}
