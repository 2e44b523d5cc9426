import java.util.Random;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.*;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Lucene in memory: indexes 1,500 documents, searches them with 300 queries of several kinds. */
public class AppLucene {
    public static Object run() throws Exception {
        Random random = new Random(5);
        long h = 0;
        try (ByteBuffersDirectory dir = new ByteBuffersDirectory()) {
            IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer()).setMergeScheduler(new SerialMergeScheduler());
            try (IndexWriter w = new IndexWriter(dir, config)) {
                for (int i = 0; i < 1_500; i++) {
                    StringBuilder text = new StringBuilder();
                    for (int k = 0; k < 60; k++) {
                        text.append("word").append((int) Math.abs(random.nextGaussian() * 300)).append(k % 9 == 8 ? ". " : " ");
                    }
                    Document d = new Document();
                    d.add(new TextField("text", text.toString(), Field.Store.YES));
                    d.add(new StringField("id", "d" + i, Field.Store.YES));
                    d.add(new IntPoint("number", i % 100));
                    w.addDocument(d);
                }
            }
            try (DirectoryReader r = DirectoryReader.open(dir)) {
                IndexSearcher searcher = new IndexSearcher(r);
                QueryParser parser = new QueryParser("text", new StandardAnalyzer());
                for (int i = 0; i < 300; i++) {
                    Query q = switch (i % 4) {
                        case 0 -> parser.parse("word" + i + " AND word" + i / 3);
                        case 1 -> parser.parse("\"word" + i / 9 + " word" + i % 7 + "\"~4 OR word" + i);
                        case 2 -> parser.parse("word" + i / 10 + "*");
                        default -> IntPoint.newRangeQuery("number", i % 90, i % 90 + 5);
                    };
                    TopDocs top = searcher.search(q, 10);
                    h = h * 31 + top.totalHits.value;
                    for (ScoreDoc d : top.scoreDocs) {
                        h = h * 31 + searcher.doc(d.doc).get("id").hashCode();
                    }
                }
            }
        }
        return h;
    }
}
