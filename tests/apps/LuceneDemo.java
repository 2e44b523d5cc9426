import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;

/** Indexes the .java files below a folder, on disk, and searches them. */
public class LuceneDemo {
    public static void main(String[] args) throws Exception {
        try (Directory dir = FSDirectory.open(Path.of("index")); StandardAnalyzer analyzer = new StandardAnalyzer()) {
            IndexWriterConfig config = new IndexWriterConfig(analyzer);
            config.setMergeScheduler(new SerialMergeScheduler()).setMaxBufferedDocs(20);
            try (IndexWriter w = new IndexWriter(dir, config); Stream<Path> files = Files.walk(Path.of(args[0]))) {
                List<Path> list = files.filter(p -> p.toString().endsWith(".java")).sorted().toList();
                for (Path p : list) {
                    Document d = new Document();
                    d.add(new StringField("name", p.getFileName().toString(), Field.Store.YES));
                    d.add(new TextField("text", Files.readString(p, StandardCharsets.UTF_8), Field.Store.NO));
                    d.add(new LongPoint("size", Files.size(p)));
                    d.add(new NumericDocValuesField("size", Files.size(p)));
                    w.addDocument(d);
                }
                w.deleteDocuments(new Term("name", "Fib.java"));
                w.forceMerge(1);
            }
            try (IndexReader r = DirectoryReader.open(dir)) {
                System.out.println(r.numDocs() + " documents");
                IndexSearcher s = new IndexSearcher(r);
                for (String q : new String[] {"recursive", "HashMap OR exception", "\"public static void main\"", "text:inter*", "lambda AND NOT record", "synchronized~1"}) {
                    TopDocs top = s.search(new QueryParser("text", analyzer).parse(q), 5);
                    System.out.println(q + " -> " + top.totalHits);
                    for (ScoreDoc d : top.scoreDocs) {
                        System.out.printf("  %s %.4f%n", s.doc(d.doc).get("name"), d.score);
                    }
                }
                TopDocs sorted = s.search(LongPoint.newRangeQuery("size", 100, 1500), 5, new Sort(new SortField("size", SortField.Type.LONG)));
                for (ScoreDoc d : sorted.scoreDocs) {
                    System.out.println(s.doc(d.doc).get("name"));
                }
            }
            try (CheckIndex check = new CheckIndex(dir)) {
                System.out.println(check.checkIndex().clean);
            }
        }
    }
}
