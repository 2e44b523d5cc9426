import java.sql.*;
import java.util.Arrays;

/** Drives a database through JDBC: schema, batches, joins, transactions, metadata, errors. */
public class Jdbc {
    public static void main(String[] args) throws Exception {
        try (Connection c = DriverManager.getConnection(args[0], "sa", "")) {
            Statement s = c.createStatement();
            s.execute("CREATE TABLE dept (id INT PRIMARY KEY, name VARCHAR(30) NOT NULL)");
            s.execute("CREATE TABLE emp (id INT PRIMARY KEY, name VARCHAR(30), dept INT REFERENCES dept(id), salary DECIMAL(10,2), born DATE)");
            s.execute("CREATE INDEX emp_dept ON emp(dept)");
            try (PreparedStatement p = c.prepareStatement("INSERT INTO dept VALUES (?, ?)")) {
                for (int i = 1; i <= 5; i++) {
                    p.setInt(1, i);
                    p.setString(2, "dept" + i);
                    p.addBatch();
                }
                System.out.println(Arrays.toString(p.executeBatch()));
            }
            c.setAutoCommit(false);
            try (PreparedStatement p = c.prepareStatement("INSERT INTO emp VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 1; i <= 400; i++) {
                    p.setInt(1, i);
                    p.setString(2, "name" + (i * 7919 % 1000));
                    p.setInt(3, i % 5 + 1);
                    p.setBigDecimal(4, new java.math.BigDecimal(1000 + i * 37 % 500).setScale(2));
                    p.setDate(5, Date.valueOf(java.time.LocalDate.of(1960, 1, 1).plusDays(i * 31L)));
                    p.executeUpdate();
                }
            }
            c.commit();
            query(s, "SELECT COUNT(*), SUM(salary), MIN(born), MAX(name) FROM emp");
            query(s, "SELECT d.name, COUNT(*) AS n, AVG(salary) FROM emp e JOIN dept d ON e.dept = d.id GROUP BY d.name HAVING COUNT(*) > 1 ORDER BY d.name");
            query(s, "SELECT name, salary FROM emp WHERE name LIKE 'name1%' AND salary BETWEEN 1100 AND 1200 ORDER BY salary DESC, id LIMIT 5");
            query(s, "SELECT UPPER(name), salary * 2, CASE WHEN salary > 1400 THEN 'high' ELSE 'low' END FROM emp WHERE id IN (1, 2, 3) ORDER BY id");
            query(s, "SELECT dept FROM emp WHERE salary = (SELECT MAX(salary) FROM emp) ORDER BY id");
            System.out.println(s.executeUpdate("UPDATE emp SET salary = salary + 1 WHERE dept = 2"));
            System.out.println(s.executeUpdate("DELETE FROM emp WHERE id > 390"));
            c.rollback();
            query(s, "SELECT COUNT(*), SUM(salary) FROM emp");
            for (String bad : new String[] {"SELEC 1", "SELECT * FROM nothing", "INSERT INTO dept VALUES (1, 'again')", "INSERT INTO emp VALUES (1000, 'x', 99, 1, NULL)"}) {
                try {
                    s.execute(bad);
                } catch (SQLException e) {
                    System.out.println(e.getSQLState() + " " + e.getClass().getSimpleName());
                }
            }
            DatabaseMetaData m = c.getMetaData();
            try (ResultSet r = m.getColumns(null, null, "EMP", null)) {
                while (r.next()) {
                    System.out.println(r.getString("COLUMN_NAME") + " " + r.getString("TYPE_NAME") + " " + r.getInt("NULLABLE"));
                }
            }
            c.commit();
        }
    }

    static void query(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            ResultSetMetaData m = r.getMetaData();
            int rows = 0;
            while (r.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= m.getColumnCount(); i++) {
                    line.append(r.getObject(i)).append(r.wasNull() ? " (null)" : "").append(" | ");
                }
                System.out.println(line);
                rows++;
            }
            System.out.println(rows + " rows");
        }
    }
}
