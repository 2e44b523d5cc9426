// Executors, futures, scheduled tasks, ForkJoin, CompletableFuture, failures.
import java.util.List;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;

public class Executors1 {
    static class Fib extends RecursiveTask<Integer> {
        final int n;

        Fib(int n) {
            this.n = n;
        }

        @Override
        protected Integer compute() {
            if (n < 2) {
                return n;
            }
            Fib a = new Fib(n - 1);
            a.fork();
            return new Fib(n - 2).compute() + a.join();
        }
    }

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Future<Integer> f = pool.submit(() -> 6 * 7);
        System.out.println(f.get() + " " + f.isDone() + " " + f.isCancelled());
        Future<?> bad = pool.submit(() -> {
            throw new IllegalStateException("task");
        });
        try {
            bad.get();
        } catch (ExecutionException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(pool.invokeAll(List.<Callable<Integer>>of(() -> 1, () -> 2, () -> 3)).stream().mapToInt(x -> {
            try {
                return x.get();
            } catch (InterruptedException | ExecutionException e) {
                return -1;
            }
        }).sum());
        Future<?> sleeping = pool.submit(() -> {
            try {
                Thread.sleep(100_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            sleeping.get(10, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.out.println("timeout");
        }
        Thread.sleep(20);
        System.out.println(sleeping.cancel(true));
        try {
            sleeping.get();
        } catch (CancellationException e) {
            System.out.println("cancelled");
        }
        pool.shutdown();
        System.out.println(pool.awaitTermination(10, TimeUnit.SECONDS) + " " + pool.isTerminated());
        try {
            pool.submit(() -> { });
        } catch (RejectedExecutionException e) {
            System.out.println("rejected");
        }
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        CountDownLatch ticks = new CountDownLatch(3);
        ScheduledFuture<?> sf = timer.scheduleAtFixedRate(ticks::countDown, 1, 2, TimeUnit.MILLISECONDS);
        ticks.await();
        sf.cancel(false);
        System.out.println(timer.schedule(() -> "delayed", 1, TimeUnit.MILLISECONDS).get());
        System.out.println(timer.shutdownNow().size() <= 1);
        System.out.println(new ForkJoinPool(2).invoke(new Fib(12)) + " " + ForkJoinPool.commonPool().invoke(new Fib(10)));
        CompletableFuture<String> cf = CompletableFuture.supplyAsync(() -> 20).thenApply(x -> x + 1).thenCombine(
            CompletableFuture.supplyAsync(() -> 2), (a, b) -> a * b).thenCompose(x -> CompletableFuture.completedFuture("cf " + x));
        System.out.println(cf.get());
        System.out.println(CompletableFuture.supplyAsync(() -> {
            if (true) {
                throw new IllegalArgumentException("stage");
            }
            return 1;
        }).handle((v, e) -> v + " " + e).join());
        try {
            CompletableFuture.failedFuture(new Exception("failed")).join();
        } catch (CompletionException e) {
            System.out.println(e.getCause());
        }
        System.out.println(CompletableFuture.anyOf(new CompletableFuture<>(), CompletableFuture.completedFuture("any")).get());
        CompletableFuture.allOf(CompletableFuture.runAsync(() -> { }), CompletableFuture.runAsync(() -> { })).get();
        System.out.println(new CompletableFuture<String>().completeOnTimeout("late", 5, TimeUnit.MILLISECONDS).get());
        try {
            new CompletableFuture<String>().orTimeout(5, TimeUnit.MILLISECONDS).get();
        } catch (ExecutionException e) {
            System.out.println(e.getCause());
        }
        AtomicInteger n = new AtomicInteger();
        ExecutorService single = Executors.newSingleThreadExecutor(r -> {
            Thread t = new Thread(r, "custom-" + n.incrementAndGet());
            t.setDaemon(true);
            return t;
        });
        System.out.println(single.submit(() -> Thread.currentThread().getName()).get());
        ExecutorCompletionService<Integer> ecs = new ExecutorCompletionService<>(ForkJoinPool.commonPool());
        for (int i = 1; i <= 4; i++) {
            int k = i;
            ecs.submit(() -> k * k);
        }
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += ecs.take().get();
        }
        System.out.println(sum);
        java.util.Timer t = new java.util.Timer("timer", true);
        CountDownLatch fired = new CountDownLatch(2);
        t.schedule(new java.util.TimerTask() {
            @Override
            public void run() {
                fired.countDown();
            }
        }, 1, 2);
        fired.await();
        t.cancel();
        try {
            t.schedule(new java.util.TimerTask() {
                @Override
                public void run() {
                }
            }, 1);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }
}
