// Reads our sample reports with the parsers that Jenkins's warnings-ng plugin uses.
import edu.hm.hafner.analysis.FileReaderFactory;
import edu.hm.hafner.analysis.Issue;
import edu.hm.hafner.analysis.IssueParser;
import edu.hm.hafner.analysis.Report;
import edu.hm.hafner.analysis.parser.CheckStyleParser;
import edu.hm.hafner.analysis.parser.violations.JUnitAdapter;
import edu.hm.hafner.analysis.parser.violations.SarifAdapter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

public class ReadReports {
    private static int passed = 0;
    private static int failed = 0;

    private static void check(String name, Object is, Object wanted) {
        boolean fine = wanted.equals(is);
        if (fine) passed++; else failed++;
        System.out.println((fine ? "ok: " : "FAILED: ") + name + (fine ? "" : ": is " + is + ", wanted " + wanted));
    }

    private static Report read(IssueParser parser, Path folder, String file) {
        return parser.parse(new FileReaderFactory(folder.resolve(file), StandardCharsets.UTF_8));
    }

    private static Issue named(Report report, String file, int line) {
        return report.stream()
                .filter(issue -> issue.getFileName().endsWith(file) && issue.getLineStart() == line)
                .findFirst().orElseThrow(() -> new IllegalStateException("no issue in " + file + ":" + line));
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);

        Report sarif = read(new SarifAdapter(), folder, "ordinary.sarif");
        check("sarif: all findings", sarif.size(), 4);
        Issue token = named(sarif, "src/a.py", 3);
        check("sarif: rule", token.getType(), "secrets/github-token");
        check("sarif: severity", token.getSeverity().getName(), "HIGH");
        // This parser puts the rule's description before the message, and reads no columns.
        check("sarif: message", token.getMessage().contains("\n\na GitHub token\nrevoke it at once"), true);
        check("sarif: note", named(sarif, "src/a.py", 9).getSeverity().getName(), "LOW");
        check("sarif: commit", named(sarif, "commit ddddddd", 1).getType(), "conventional-commits/type");
        check("sarif: clean", read(new SarifAdapter(), folder, "clean.sarif").size(), 0);
        // Errors of the invocation are shown as issues, too: a problem and an unfinished check here.
        check("sarif: hostile", read(new SarifAdapter(), folder, "hostile.sarif").size(), 15 + 2);
        check("sarif: a run that failed is seen", read(new SarifAdapter(), folder, "broken.sarif").size(), 3);
        check("sarif: large", read(new SarifAdapter(), folder, "large.sarif").size(), 25_000);

        Report checkstyle = read(new CheckStyleParser(), folder, "ordinary.checkstyle");
        check("checkstyle: all findings", checkstyle.size(), 4);
        Issue blanks = named(checkstyle, "docs/guide.md", 12);
        check("checkstyle: type", blanks.getType(), "lint/trailing-whitespace");
        check("checkstyle: message", blanks.getMessage(), "trailing whitespace");
        check("checkstyle: severity", blanks.getSeverity().getName(), "ERROR");
        check("checkstyle: column", blanks.getColumnStart(), 10);
        check("checkstyle: problems", read(new CheckStyleParser(), folder, "broken.checkstyle").size(), 4);
        check("checkstyle: clean", read(new CheckStyleParser(), folder, "clean.checkstyle").size(), 0);

        Report hostile = read(new CheckStyleParser(), folder, "hostile.checkstyle");
        check("checkstyle: hostile", hostile.size(), 17);
        for (Report report : List.of(hostile, read(new SarifAdapter(), folder, "hostile.sarif"))) {
            boolean clean = report.stream().noneMatch(issue ->
                    issue.getMessage().chars().anyMatch(c -> c < 0x20 && c != '\n' || c == 0x7f || c == 0x9b || c == 0x202e));
            check("hostile text has no controls after parsing", clean, true);
        }

        check("junit: failures", read(new JUnitAdapter(), folder, "ordinary.junit").size(), 2);

        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }
}
