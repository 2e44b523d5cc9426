import java.io.File;
import java.io.FileOutputStream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.tools.ExecFileLoader;
import org.jacoco.report.csv.CSVFormatter;

/** Writes JaCoCo's report: arguments are the recorded file, the classes, and the report. */
public class Coverage {
    public static void main(String[] args) throws Exception {
        var recorded = new ExecFileLoader();
        recorded.load(new File(args[0]));
        var coverage = new CoverageBuilder();
        new Analyzer(recorded.getExecutionDataStore(), coverage).analyzeAll(new File(args[1]));
        try (var out = new FileOutputStream(args[2])) {
            var visitor = new CSVFormatter().createVisitor(out);
            visitor.visitInfo(recorded.getSessionInfoStore().getInfos(), recorded.getExecutionDataStore().getContents());
            visitor.visitBundle(coverage.getBundle("covered"), null);
            visitor.visitEnd();
        }
    }
}
