import java.sql.*;

/** H2 in memory: a table of 4,000 rows, queries with joins, groups and order, updates, deletions. */
public class AppH2 {
    static int number;

    public static Object run() throws SQLException {
        long h = 0;
        try (Connection c = DriverManager.getConnection("jdbc:h2:mem:bench" + number++); Statement s = c.createStatement()) {
            s.execute("create table item(id int primary key, name varchar(40), price decimal(10, 2), kind int)");
            s.execute("create table kind(id int primary key, title varchar(20))");
            for (int i = 0; i < 20; i++) {
                s.execute("insert into kind values(" + i + ", 'kind " + i + "')");
            }
            try (PreparedStatement p = c.prepareStatement("insert into item values(?, ?, ?, ?)")) {
                for (int i = 0; i < 4_000; i++) {
                    p.setInt(1, i);
                    p.setString(2, "item " + i * 7919 % 4001);
                    p.setBigDecimal(3, java.math.BigDecimal.valueOf(i * 37 % 10_000, 2));
                    p.setInt(4, i % 20);
                    p.execute();
                }
            }
            s.execute("create index by_name on item(name)");
            for (String q : new String[] {"select k.title, count(*), sum(i.price) from item i join kind k on i.kind = k.id group by k.title order by 1",
                "select id from item where name like 'item 1%' and price > 20 order by price desc, id", "select max(length(name)), min(id) from item where kind in (3, 5, 7)",
                "select a.id from item a, item b where a.id = b.id + 1 and b.price < 5 order by 1"}) {
                try (ResultSet r = s.executeQuery(q)) {
                    while (r.next()) {
                        h = h * 31 + r.getString(1).hashCode();
                    }
                }
            }
            try (PreparedStatement p = c.prepareStatement("select id, price from item where name = ?")) {
                for (int i = 0; i < 3_000; i++) {
                    p.setString(1, "item " + i);
                    try (ResultSet r = p.executeQuery()) {
                        while (r.next()) {
                            h = h * 31 + r.getInt(1) + r.getBigDecimal(2).unscaledValue().intValue();
                        }
                    }
                }
            }
            h = h * 31 + s.executeUpdate("update item set price = price + 1 where kind < 10") + s.executeUpdate("delete from item where price > 50");
        }
        return h;
    }
}
