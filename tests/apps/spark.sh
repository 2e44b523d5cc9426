#!/usr/bin/env bash
# Spark in local mode, driven by Python: SQL over generated tables (generated code, shuffles, joins, windows), a user's function in Python, Parquet and CSV files, RDDs.
. "$(dirname "$0")/common.sh"
python=$root/target/apps-spark/bin/python
need "$python" 'pyspark (from PyPI)'
prepare
cat >"$shared/query.py" <<'EOF'
import sys
from pyspark.sql import SparkSession, functions as f
from pyspark.sql.types import StringType
from pyspark.sql.window import Window

spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "1g")
         .config("spark.ui.showConsoleProgress", "false").config("spark.sql.session.timeZone", "UTC").config("spark.sql.warehouse.dir", "warehouse").getOrCreate())
spark.sparkContext.setLogLevel("ERROR")
(spark.range(200000).selectExpr("id", "id % 97 as k", "concat('name ', id * 7919 % 1009) as name", "cast(id * 37 % 10000 as decimal(10, 2)) / 4 as price",
                                "date_add(date'2020-01-01', cast(id % 700 as int)) as day").createOrReplaceTempView("item"))
spark.createDataFrame([(i, "kind %d" % i, i % 5) for i in range(97)], ["k", "title", "part"]).createOrReplaceTempView("kind")
spark.sql("""select k, count(*) n, sum(price) total, max(name) last, count(distinct name) names from item where price > 20
    group by k having count(*) > 1000 order by total desc, k limit 10""").show()
joined = spark.sql("""select title, part, year(day) y, sum(price) total, avg(price) mean from item join kind using (k)
    where name like '%7%' group by title, part, year(day)""")
joined.withColumn("rank", f.rank().over(Window.partitionBy("part", "y").orderBy(f.desc("total"), "title"))).where("rank <= 2").orderBy("part", "y", "rank").show(40, False)
joined.coalesce(1).write.parquet("table.parquet")
print(spark.read.parquet("table.parquet").filter("y = 2021").agg(f.count("*"), f.min("title"), f.sum("total")).collect())
spark.table("item").limit(1000).orderBy("id").coalesce(1).write.csv("table.csv", header=True)
print(spark.read.csv("table.csv", header=True, inferSchema=True).groupBy(f.month("day")).agg(f.round(f.avg("price"), 3)).orderBy("month(day)").collect())
reverse = f.udf(lambda s: s[::-1], StringType())
print(spark.table("kind").select(reverse("title").alias("r")).orderBy("r").limit(5).collect())
words = spark.sparkContext.parallelize(["w%d" % (i * i % 31) for i in range(5000)], 4)
print(sorted(words.map(lambda w: (w, 1)).reduceByKey(lambda a, b: a + b).collect())[:8])
try:
    spark.sql("select nothing from item")
except Exception as e:
    print(type(e).__name__, str(e).splitlines()[0])
try:
    spark.sql("select raise_error('as it should')").collect()
except Exception as e:
    print(type(e).__name__)
spark.stop()
EOF
work() {
    # Spark starts the JVM of JAVA_HOME.
    mkdir -p jvm/bin
    ln -s "$JAVA" jvm/bin/java
    JAVA_HOME=$PWD/jvm SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=$python "$python" "$shared/query.py"
}
compare
