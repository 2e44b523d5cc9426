//! The one table of `-XX` flags that this VM reads.
//!
//! A row gives the field of [`Flags`], HotSpot's name, type, kind, default, range and a line of documentation. Everything else
//! (typed struct, lookup by name, printing, range checks) derives from the rows. Flags of HotSpot that mean nothing here are not
//! rows: `hotspot_flags.txt` lists them, and setting one of them draws a warning (see `table.rs`).

use super::value::{Range, Type, Value};

/// A row of the table, without its value.
#[derive(Debug)]
pub struct Row {
    /// HotSpot's name of the flag.
    pub name: &'static str,
    /// The flag's type.
    pub ty: Type,
    /// Words such as `product`, `pd product`, `manageable`, `diagnostic` or `experimental`.
    pub kind: &'static str,
    /// Allowed values.
    pub range: Range,
    /// What the flag does.
    pub doc: &'static str,
}

macro_rules! flag_type {
    (bool) => { bool };
    (int) => { i32 };
    (uint) => { u32 };
    (intx) => { i64 };
    (uintx) => { u64 };
    (uint64_t) => { u64 };
    (size_t) => { u64 };
    (double) => { f64 };
    (ccstr) => { Option<String> };
    (ccstrlist) => { Option<String> };
}

macro_rules! flag_value {
    (bool, $v:expr) => {
        Value::Bool($v)
    };
    (int, $v:expr) => {
        Value::Int($v)
    };
    (uint, $v:expr) => {
        Value::Uint($v)
    };
    (intx, $v:expr) => {
        Value::Intx($v)
    };
    (uintx, $v:expr) => {
        Value::Uintx($v)
    };
    (uint64_t, $v:expr) => {
        Value::Uint64($v)
    };
    (size_t, $v:expr) => {
        Value::Size($v)
    };
    (double, $v:expr) => {
        Value::Double($v)
    };
    (ccstr, $v:expr) => {
        Value::Str($v)
    };
    (ccstrlist, $v:expr) => {
        Value::StrList($v)
    };
}

macro_rules! flag_pattern {
    (bool, $v:ident) => {
        Value::Bool($v)
    };
    (int, $v:ident) => {
        Value::Int($v)
    };
    (uint, $v:ident) => {
        Value::Uint($v)
    };
    (intx, $v:ident) => {
        Value::Intx($v)
    };
    (uintx, $v:ident) => {
        Value::Uintx($v)
    };
    (uint64_t, $v:ident) => {
        Value::Uint64($v)
    };
    (size_t, $v:ident) => {
        Value::Size($v)
    };
    (double, $v:ident) => {
        Value::Double($v)
    };
    (ccstr, $v:ident) => {
        Value::Str($v)
    };
    (ccstrlist, $v:ident) => {
        Value::StrList($v)
    };
}

macro_rules! flag_range {
    () => {
        Range::Any
    };
    (int $lo:expr, $hi:expr) => {
        Range::Int($lo as i128, $hi as i128)
    };
    (double $lo:expr, $hi:expr) => {
        Range::Double($lo, $hi)
    };
}

macro_rules! flags {
    ($( $field:ident $name:ident : $ty:ident $kind:literal = $default:expr $(, $rk:ident($lo:expr, $hi:expr))? ; $doc:literal )*) => {
        /// The values of the flags, each under its own type.
        #[derive(Debug, Clone)]
        pub struct Flags {
            $( #[doc = $doc] pub $field: flag_type!($ty), )*
        }

        /// Index of each flag in [`ROWS`].
        #[allow(non_camel_case_types)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum FlagId {
            $( #[doc = $doc] $name, )*
        }

        /// All rows, in the order of the table.
        pub static ROWS: &[Row] = &[
            $( Row {
                name: stringify!($name),
                ty: Type::$ty,
                kind: $kind,
                range: flag_range!($($rk $lo, $hi)?),
                doc: $doc,
            }, )*
        ];

        const IDS: &[FlagId] = &[$( FlagId::$name, )*];

        impl Default for Flags {
            fn default() -> Flags {
                Flags { $( $field: $default, )* }
            }
        }

        impl Flags {
            /// The flag's present value.
            pub fn get(&self, id: FlagId) -> Value {
                match id { $( FlagId::$name => flag_value!($ty, self.$field.clone()), )* }
            }

            /// Stores a value of the flag's own type.
            ///
            /// # Panics
            /// When the value has another type: the parser makes values from the row's type.
            pub fn set(&mut self, id: FlagId, value: Value) {
                match (id, value) {
                    $( (FlagId::$name, flag_pattern!($ty, v)) => self.$field = v, )*
                    (id, value) => panic!("flag {id:?} cannot hold {value:?}"),
                }
            }
        }
    };
}

impl FlagId {
    /// The flag of that exact name.
    pub fn find(name: &str) -> Option<FlagId> {
        ROWS.iter().position(|r| r.name == name).map(|i| IDS[i])
    }

    /// All flags in the order of the table.
    pub fn all() -> impl Iterator<Item = FlagId> {
        IDS.iter().copied()
    }

    /// The flag's row.
    pub fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }
}

const K: u64 = 1024;
const M: u64 = 1024 * 1024;
const G: u64 = 1024 * M;
const INT_MAX: i64 = i32::MAX as i64;

#[rustfmt::skip]
flags! {
    // Heap sizes.
    max_heap_size MaxHeapSize: size_t "product" = 130_862_280, int(0, u64::MAX); "Largest size of the heap in bytes (-Xmx)"
    initial_heap_size InitialHeapSize: size_t "product" = 0, int(0, u64::MAX); "Size of the heap at start in bytes (-Xms)"
    min_heap_size MinHeapSize: size_t "product" = 0, int(0, u64::MAX); "Size below which the heap does not shrink, in bytes"
    soft_max_heap_size SoftMaxHeapSize: size_t "manageable" = 0, int(0, u64::MAX); "Size that the heap should not exceed if it can be avoided"
    new_size NewSize: size_t "product" = 1_363_144, int(0, u64::MAX); "Size of the young generation at start (-Xmn)"
    max_new_size MaxNewSize: size_t "product" = u64::MAX, int(0, u64::MAX); "Largest size of the young generation (-Xmn)"
    old_size OldSize: size_t "product" = 5_452_592, int(0, u64::MAX); "Size of the old generation at start"
    new_ratio NewRatio: uintx "product" = 2, int(0, u64::MAX - 1); "Size of the old generation divided by that of the young one"
    survivor_ratio SurvivorRatio: uintx "product" = 8, int(1, u64::MAX - 2); "Size of eden divided by that of one survivor space"
    target_survivor_ratio TargetSurvivorRatio: uintx "product" = 50, int(0, 100); "Percentage of a survivor space to be used after a young collection"
    max_tenuring_threshold MaxTenuringThreshold: uintx "product" = 15, int(0, 16); "Age at which an object is promoted at the latest"
    initial_tenuring_threshold InitialTenuringThreshold: uintx "product" = 7, int(0, 16); "Promotion age at start"
    always_tenure AlwaysTenure: bool "product" = false; "Promote all survivors at once"
    never_tenure NeverTenure: bool "product" = false; "Promote only when the survivor space is full"
    max_ram MaxRAM: uint64_t "pd product" = 128 * G, int(0, u64::MAX); "Memory that the default heap sizes are computed from, at most"
    max_ram_percentage MaxRAMPercentage: double "product" = 25.0, double(0.0, 100.0); "Default largest heap as a percentage of memory"
    min_ram_percentage MinRAMPercentage: double "product" = 50.0, double(0.0, 100.0); "Default largest heap on machines with little memory"
    initial_ram_percentage InitialRAMPercentage: double "product" = 1.5625, double(0.0, 100.0); "Default heap at start as a percentage of memory"
    max_ram_fraction MaxRAMFraction: uintx "product" = 4, int(1, u64::MAX); "Older form of MaxRAMPercentage"
    min_ram_fraction MinRAMFraction: uintx "product" = 2, int(1, u64::MAX); "Older form of MinRAMPercentage"
    initial_ram_fraction InitialRAMFraction: uintx "product" = 64, int(1, u64::MAX); "Older form of InitialRAMPercentage"
    ergo_heap_size_limit ErgoHeapSizeLimit: size_t "product" = 0, int(0, u64::MAX); "Upper limit of the default largest heap, 0 for none"
    use_container_support UseContainerSupport: bool "product" = true; "Respect the limits of the control group"
    active_processor_count ActiveProcessorCount: int "product" = -1; "Number of processors to assume"

    // Collector.
    max_gc_pause_millis MaxGCPauseMillis: uintx "product" = 200, int(1, u64::MAX - 1); "Pause time that the collector aims at"
    gc_time_ratio GCTimeRatio: uintx "product" = 12, int(0, u32::MAX); "Application time divided by collection time that is aimed at"
    parallel_gc_threads ParallelGCThreads: uint "product" = 0, int(0, u32::MAX); "Threads that collect in parallel during a pause"
    conc_gc_threads ConcGCThreads: uint "product" = 0, int(0, u32::MAX); "Threads that mark beside the application"
    min_heap_free_ratio MinHeapFreeRatio: uintx "manageable" = 40, int(0, 100); "Grow the heap when less than this percentage is free after a collection"
    max_heap_free_ratio MaxHeapFreeRatio: uintx "manageable" = 70, int(0, 100); "Shrink the heap when more than this percentage is free after a collection"
    always_pre_touch AlwaysPreTouch: bool "product" = false; "Touch all pages of the heap at start"
    disable_explicit_gc DisableExplicitGC: bool "product" = false; "Ignore System.gc()"
    soft_ref_lru_policy_ms_per_mb SoftRefLRUPolicyMSPerMB: intx "product" = 1000, int(0, i64::MAX); "Milliseconds that a soft reference lives for each free megabyte"
    use_tlab UseTLAB: bool "product" = true; "Allocate from thread-local buffers"
    resize_tlab ResizeTLAB: bool "product" = true; "Adapt the size of thread-local buffers"
    tlab_size TLABSize: size_t "product" = 0, int(0, u64::MAX); "Size of a thread-local buffer at start, 0 for adaptive"
    min_tlab_size MinTLABSize: size_t "product" = 2048, int(1, i64::MAX); "Smallest size of a thread-local buffer"
    max_metaspace_size MaxMetaspaceSize: size_t "product" = u64::MAX, int(0, u64::MAX); "Largest size of class metadata"
    metaspace_size MetaspaceSize: size_t "product" = 22_020_096, int(0, u64::MAX); "Size of class metadata at which the first collection unloads classes"
    min_metaspace_free_ratio MinMetaspaceFreeRatio: uintx "product" = 40, int(0, 99); "Raise the size at which classes are unloaded when less than this percentage is free below it"
    max_metaspace_free_ratio MaxMetaspaceFreeRatio: uintx "product" = 70, int(0, 100); "Lower the size at which classes are unloaded when more than this percentage is free below it"
    min_metaspace_expansion MinMetaspaceExpansion: size_t "product" = 340_784, int(0, u64::MAX); "Smallest step of the size at which classes are unloaded"
    max_metaspace_expansion MaxMetaspaceExpansion: size_t "product" = 5_452_592, int(0, u64::MAX); "Largest step of the size at which classes are unloaded without need"
    class_unloading ClassUnloading: bool "product" = true; "Unload classes whose loader is unreachable"
    max_direct_memory_size MaxDirectMemorySize: uint64_t "product" = 0, int(0, i64::MAX); "Limit of direct buffers of java.nio"
    heap_dump_on_out_of_memory_error HeapDumpOnOutOfMemoryError: bool "manageable" = false; "Write a heap dump when the heap is exhausted"
    heap_dump_path HeapDumpPath: ccstr "manageable" = None; "File or folder of the heap dump"
    heap_dump_gzip_level HeapDumpGzipLevel: intx "manageable" = 0, int(0, 9); "Compress heap dumps that the VM writes by itself; 0 for not"
    exit_on_out_of_memory_error ExitOnOutOfMemoryError: bool "product" = false; "Exit when the heap is exhausted"
    crash_on_out_of_memory_error CrashOnOutOfMemoryError: bool "product" = false; "Abort with a crash report when the heap is exhausted"
    on_out_of_memory_error OnOutOfMemoryError: ccstrlist "product" = None; "Commands to run when the heap is exhausted"
    use_gc_overhead_limit UseGCOverheadLimit: bool "product" = true; "Throw OutOfMemoryError when collecting takes nearly all time"
    gc_time_limit GCTimeLimit: uintx "product" = 98, int(0, 100); "Percentage of time in collections from which UseGCOverheadLimit applies"
    gc_heap_free_limit GCHeapFreeLimit: uintx "product" = 2, int(0, 100); "Percentage of free heap below which UseGCOverheadLimit applies"
    verify_before_gc VerifyBeforeGC: bool "diagnostic" = false; "Check the heap before each collection"
    verify_after_gc VerifyAfterGC: bool "diagnostic" = false; "Check the heap after each collection"
    gc_stress_allocations GCStressAllocations: uint64_t "diagnostic" = 0, int(0, u64::MAX); "Collect at every n-th allocation, 0 for never"
    gc_stress_polls GCStressPolls: uint64_t "diagnostic" = 0, int(0, u64::MAX); "Collect at every n-th safepoint poll of Java code, 0 for never"
    gc_stress_seed GCStressSeed: uint64_t "diagnostic" = 0, int(0, u64::MAX); "Seed of random gaps between stress collections, 0 for equal gaps"
    gc_stress_full_every GCStressFullEvery: uint64_t "diagnostic" = 10, int(0, u64::MAX); "Every n-th stress collection is a full one, 0 for none"
    gc_stress_always_move GCStressAlwaysMove: bool "diagnostic" = false; "Full collections move all objects"
    gc_stress_deoptimizes GCStressDeoptimizes: bool "diagnostic" = false; "Stress collections deoptimise all activations of compiled code"
    fail_allocation_at FailAllocationAt: uint64_t "diagnostic" = 0, int(0, u64::MAX); "Throw OutOfMemoryError at the n-th allocation after the first steps of the start, 0 for never"
    zap_unused_heap_area ZapUnusedHeapArea: bool "diagnostic" = false; "Overwrite freed memory"
    use_compressed_oops UseCompressedOops: bool "product lp64_product" = true; "References of 32 bits; always so in this VM"
    use_compressed_class_pointers UseCompressedClassPointers: bool "product lp64_product" = true; "Class ids of 32 bits; always so in this VM"
    object_alignment_in_bytes ObjectAlignmentInBytes: intx "product lp64_product" = 8, int(8, 256); "Alignment of objects; always 8 in this VM"

    // Diagnosis of failures.
    error_file ErrorFile: ccstr "product" = None; "Name of the crash report; %p is the process id"
    error_file_to_stderr ErrorFileToStderr: bool "product" = false; "Write the crash report to standard error"
    error_file_to_stdout ErrorFileToStdout: bool "product" = false; "Write the crash report to standard output"
    on_error OnError: ccstrlist "product" = None; "Commands to run after a fatal error"
    create_coredump_on_crash CreateCoredumpOnCrash: bool "product" = true; "Let the system write a core file after a fatal error"
    suppress_fatal_error_message SuppressFatalErrorMessage: bool "product" = false; "Write no crash report"

    // Threads, exceptions, signals.
    thread_stack_size ThreadStackSize: intx "pd product" = 1024, int(0, 1024 * 1024); "Stack size of a Java thread in kilobytes (-Xss)"
    vm_thread_stack_size VMThreadStackSize: intx "pd product" = 1024, int(0, 9_007_199_254_740_991i64); "Stack size of the VM's own threads in kilobytes"
    compiler_thread_stack_size CompilerThreadStackSize: intx "pd product" = 1024, int(0, 9_007_199_254_740_991i64); "Stack size of compiler threads in kilobytes"
    max_java_stack_trace_depth MaxJavaStackTraceDepth: intx "product" = 1024, int(0, 1_073_741_823); "Frames recorded in a stack trace, at most (0: all)"
    stack_trace_in_throwable StackTraceInThrowable: bool "product" = true; "Record stack traces in exceptions"
    show_hidden_frames ShowHiddenFrames: bool "diagnostic" = false; "Show frames of hidden methods in stack traces"
    omit_stack_trace_in_fast_throw OmitStackTraceInFastThrow: bool "product" = true; "Let hot compiled code throw preallocated exceptions"
    show_code_details_in_exception_messages ShowCodeDetailsInExceptionMessages: bool "manageable" = true; "Helpful messages of NullPointerException (JEP 358)"
    java_monitors_in_stack_trace JavaMonitorsInStackTrace: bool "product" = true; "Print monitors in a thread dump"
    print_class_histogram PrintClassHistogram: bool "manageable" = false; "Print a histogram of classes after a thread dump on SIGQUIT"
    print_concurrent_locks PrintConcurrentLocks: bool "manageable" = false; "Print java.util.concurrent locks in a thread dump"
    use_thread_priorities UseThreadPriorities: bool "pd product" = true; "Pass Java priorities on to the system"
    thread_priority_policy ThreadPriorityPolicy: intx "product" = 0, int(0, 1); "1: map Java priorities on nice values"
    reduce_signal_usage ReduceSignalUsage: bool "product" = false; "Leave SIGINT, SIGTERM, SIGHUP and SIGQUIT alone (-Xrs)"
    allow_user_signal_handlers AllowUserSignalHandlers: bool "product" = false; "Do not complain of signal handlers installed by the application"
    max_fd_limit MaxFDLimit: bool "product" = true; "Raise the limit of open files to the allowed maximum"
    disable_attach_mechanism DisableAttachMechanism: bool "product" = false; "Refuse tools that attach to the process"
    start_attach_listener StartAttachListener: bool "product" = false; "Listen for tools from the start on"
    use_perf_data UsePerfData: bool "product" = true; "Keep performance counters where jps and jcmd look for them"
    perf_disable_shared_mem PerfDisableSharedMem: bool "product" = false; "Keep performance counters in private memory: other processes see none"
    perf_data_sampling_interval PerfDataSamplingInterval: intx "product" = 50, int(10, INT_MAX); "Milliseconds between two updates of performance counters"
    perf_data_memory_size PerfDataMemorySize: intx "product" = 32768, int(128, 2_097_152); "Bytes for performance counters"

    // Classes.
    bytecode_verification_local BytecodeVerificationLocal: bool "diagnostic" = false; "Verify classes of the boot loader"
    bytecode_verification_remote BytecodeVerificationRemote: bool "diagnostic" = true; "Verify classes of the other loaders"
    enable_contended EnableContended: bool "product" = true; "Give fields and classes that are @Contended cache lines of their own"
    restrict_contended RestrictContended: bool "product" = true; "Honour @Contended in classes of the boot and platform loaders only"
    contended_padding_width ContendedPaddingWidth: intx "product" = 128, int(0, 8192); "Bytes of padding around what is @Contended"
    check_jni_calls CheckJNICalls: bool "product" = false; "Check arguments of JNI functions (-Xcheck:jni)"
    use_shared_spaces UseSharedSpaces: bool "product" = false; "Use an archive of classes; this VM has none"
    require_shared_spaces RequireSharedSpaces: bool "product" = false; "Insist on an archive of classes; refused"
    dump_shared_spaces DumpSharedSpaces: bool "product" = false; "Write an archive of classes; refused"
    ignore_empty_class_paths IgnoreEmptyClassPaths: bool "product" = false; "Drop empty entries of the class path"
    compact_strings CompactStrings: bool "pd product" = true; "Strings of Latin-1 characters take one byte each"
    auto_box_cache_max AutoBoxCacheMax: intx "C2 product" = 128, int(0, INT_MAX); "Largest value in the cache of Integer.valueOf"
    string_table_size StringTableSize: uintx "product" = 65_536, int(128, 16_777_216); "Buckets of the string table at start"
    symbol_table_size SymbolTableSize: uintx "experimental" = 32_768, int(1024, 16_777_216); "Buckets of the symbol table at start"

    // Interpreter and tiers.
    use_interpreter UseInterpreter: bool "product" = true; "Run methods in the interpreter before they are compiled"
    use_compiler UseCompiler: bool "product" = true; "Compile methods"
    tiered_compilation TieredCompilation: bool "pd product" = true; "Use both compilers"
    tiered_stop_at_level TieredStopAtLevel: intx "product" = 4, int(0, 4); "Highest tier: 0 interpreter, 1-3 baseline, 4 optimising"
    background_compilation BackgroundCompilation: bool "pd product" = true; "Compile while the application runs on (-Xbatch clears it)"
    use_on_stack_replacement UseOnStackReplacement: bool "pd product" = true; "Enter compiled code in the middle of a loop"
    ci_compiler_count CICompilerCount: intx "product" = 2, int(0, INT_MAX); "Number of compiler threads"
    compilation_mode CompilationMode: ccstr "product" = Some("default".into()); "default: all tiers; quick-only: 0 and 1; high-only: 0 and 4"
    tier0_invoke_notify_freq_log Tier0InvokeNotifyFreqLog: intx "product" = 7, int(0, 30); "Binary logarithm of the invocations between two looks at a method in the interpreter"
    tier2_invoke_notify_freq_log Tier2InvokeNotifyFreqLog: intx "product" = 11, int(0, 30); "The same at level 2"
    tier3_invoke_notify_freq_log Tier3InvokeNotifyFreqLog: intx "product" = 10, int(0, 30); "The same at level 3"
    tier0_backedge_notify_freq_log Tier0BackedgeNotifyFreqLog: intx "product" = 10, int(0, 30); "Binary logarithm of the iterations between two looks at a method in the interpreter"
    tier2_backedge_notify_freq_log Tier2BackedgeNotifyFreqLog: intx "product" = 14, int(0, 30); "The same at level 2"
    tier3_backedge_notify_freq_log Tier3BackedgeNotifyFreqLog: intx "product" = 13, int(0, 30); "The same at level 3"
    tier0_profiling_start_percentage Tier0ProfilingStartPercentage: intx "product" = 200, int(0, INT_MAX); "Percentage of tier 3 thresholds from which on the interpreter counts for tier 4"
    tier0_delay Tier0Delay: intx "diagnostic" = 20, int(0, INT_MAX); "Tasks of the optimising compiler for each thread beyond which the interpreter does not count for tier 4"
    tier3_delay_on Tier3DelayOn: intx "product" = 5, int(0, INT_MAX); "Tasks of the optimising compiler for each thread beyond which tier 2 is chosen in place of 3"
    tier3_load_feedback Tier3LoadFeedback: intx "product" = 5, int(0, INT_MAX); "Tasks for each thread at which tier 3 thresholds double"
    tier4_load_feedback Tier4LoadFeedback: intx "product" = 3, int(0, INT_MAX); "Tasks for each thread at which tier 4 thresholds double"
    tiered_old_percentage TieredOldPercentage: intx "diagnostic" = 1000, int(0, INT_MAX); "Percentage of tier 3 thresholds from which on the load does not matter"
    tiered_compile_task_timeout TieredCompileTaskTimeout: intx "product" = 50, int(0, i64::MAX); "Drop a task when its method was not used for so many milliseconds"
    tiered_rate_update_min_time TieredRateUpdateMinTime: intx "product" = 1, int(0, i64::MAX); "Milliseconds between two measurements of how busy a method is, at least"
    tiered_rate_update_max_time TieredRateUpdateMaxTime: intx "product" = 25, int(0, i64::MAX); "Milliseconds without events after which a method counts as idle"
    increase_first_tier_compile_threshold_at IncreaseFirstTierCompileThresholdAt: uintx "product" = 50, int(0, 99); "Percentage of the code cache in use from which on tier 3 thresholds grow"
    on_stack_replace_percentage OnStackReplacePercentage: intx "pd product" = 140, int(i64::MIN, i64::MAX); "Iterations before OSR as a percentage of CompileThreshold, without tiers"
    interpreter_profile_percentage InterpreterProfilePercentage: intx "product" = 33, int(0, 100); "Percentage of CompileThreshold from which on the interpreter counts, without tiers"
    ci_compiler_count_per_cpu CICompilerCountPerCPU: bool "product" = false; "Derive the number of compiler threads from that of processors"
    use_dynamic_number_of_compiler_threads UseDynamicNumberOfCompilerThreads: bool "product" = true; "Start compiler threads as the load asks for them"
    dont_compile_huge_methods DontCompileHugeMethods: bool "product" = true; "Do not compile methods of more than 8000 bytes"
    per_method_recompilation_cutoff PerMethodRecompilationCutoff: intx "product" = 400, int(-1, i64::MAX); "Times that a method is compiled anew because an assumption failed, -1 for no limit"
    stress_compile_thresholds StressCompileThresholds: bool "diagnostic" = false; "Random thresholds for each method (StressSeed)"
    stress_seed StressSeed: uint "C2 diagnostic" = 0, int(0, u32::MAX); "Seed of random decisions of stress modes"
    deoptimize_often DeoptimizeOften: intx "diagnostic" = 0, int(0, INT_MAX); "Compiled code leaves for the interpreter at about every n-th place where it can, 0 for never"
    print_tiered_events PrintTieredEvents: bool "product" = false; "Print what the tier policy is told and decides"
    ci_time CITime: bool "product" = false; "Print times of compilations at exit"
    abort_vm_on_compilation_failure AbortVMOnCompilationFailure: bool "diagnostic" = false; "Abort when a method cannot be compiled"
    compile_threshold CompileThreshold: intx "pd product" = 10_000, int(i64::MIN, i64::MAX); "Invocations before compilation without tiers"
    compile_threshold_scaling CompileThresholdScaling: double "product" = 1.0, double(0.0, f64::MAX); "Factor on all compilation thresholds; 0 means -Xint"
    tier3_invocation_threshold Tier3InvocationThreshold: intx "product" = 2000, int(0, INT_MAX); "Invocations before the baseline tier"
    tier3_min_invocation_threshold Tier3MinInvocationThreshold: intx "product" = 1000, int(0, INT_MAX); "Invocations before the baseline tier for methods with loops"
    tier3_compile_threshold Tier3CompileThreshold: intx "product" = 20_000, int(0, INT_MAX); "Invocations and iterations before the baseline tier"
    tier3_back_edge_threshold Tier3BackEdgeThreshold: intx "product" = 60_000, int(0, INT_MAX); "Iterations before the baseline tier by OSR"
    tier4_invocation_threshold Tier4InvocationThreshold: intx "product" = 10_000, int(0, INT_MAX); "Invocations before the optimising tier"
    tier4_min_invocation_threshold Tier4MinInvocationThreshold: intx "product" = 1200, int(0, INT_MAX); "Invocations before the optimising tier for methods with loops"
    tier4_compile_threshold Tier4CompileThreshold: intx "product" = 30_000, int(0, INT_MAX); "Invocations and iterations before the optimising tier"
    tier4_back_edge_threshold Tier4BackEdgeThreshold: intx "product" = 40_000, int(0, INT_MAX); "Iterations before the optimising tier by OSR"
    reserved_code_cache_size ReservedCodeCacheSize: uintx "pd product" = 48 * M, int(4096, u64::MAX); "Largest size of the code cache"
    initial_code_cache_size InitialCodeCacheSize: uintx "pd product" = 2496 * K, int(4096, u64::MAX); "Size of the code cache at start; it grows as needed from nothing, but this is the least that may be reserved"
    use_code_cache_flushing UseCodeCacheFlushing: bool "product" = true; "Remove cold methods from a full code cache"
    print_code_cache PrintCodeCache: bool "product" = false; "Print the usage of the code cache at exit"
    print_compilation PrintCompilation: bool "product" = false; "Print each compilation"
    print_assembly PrintAssembly: bool "diagnostic" = false; "Print the machine code of compiled methods"
    compile_command CompileCommand: ccstrlist "product" = None; "Commands for single methods"
    compile_command_file CompileCommandFile: ccstr "product" = None; "File of commands for single methods"
    compile_only CompileOnly: ccstrlist "product" = None; "Compile only these methods"
    max_inline_size MaxInlineSize: intx "C2 product" = 35, int(0, INT_MAX); "Size of bytecode up to which methods are inlined"
    freq_inline_size FreqInlineSize: intx "C2 pd product" = 325, int(0, INT_MAX); "Size of bytecode up to which hot methods are inlined"
    max_inline_level MaxInlineLevel: intx "C2 product" = 15, int(0, INT_MAX); "Depth of inlining, at most"
    inline_methods Inline: bool "product" = true; "Inline methods"
    dump_perf_map_at_exit DumpPerfMapAtExit: bool "diagnostic" = false; "Write the table of compiled methods for perf at exit"
    use_cha UseCHA: bool "diagnostic" = true; "Compiled code relies on the present class hierarchy"
    compile_the_world CompileTheWorld: bool "diagnostic" = false; "Compile all methods of the runtime image's classes, run none, and exit"
    compile_the_world_level CompileTheWorldLevel: uint "diagnostic" = 1, int(1, 4); "Tier at which CompileTheWorld compiles"
    compile_the_world_start_at CompileTheWorldStartAt: uint64_t "diagnostic" = 1, int(1, u64::MAX); "First class that CompileTheWorld compiles, by number"
    compile_the_world_stop_at CompileTheWorldStopAt: uint64_t "diagnostic" = u64::MAX, int(1, u64::MAX); "Last class that CompileTheWorld compiles, by number"
    compile_the_world_module CompileTheWorldModule: ccstr "diagnostic" = Some("java.base".to_string()); "Module whose classes CompileTheWorld compiles; * for all of the boot loader"
    compile_the_world_classes CompileTheWorldClasses: ccstr "diagnostic" = None; "Start of the internal names of the classes that CompileTheWorld compiles"
    compile_the_world_verify CompileTheWorldVerify: bool "diagnostic" = false; "CompileTheWorld checks the compilers' intermediate code"
    compile_the_world_preload CompileTheWorldPreloadClasses: bool "diagnostic" = true; "CompileTheWorld resolves the constant pools first"
    write_perf_map WritePerfMap: bool "diagnostic" = false; "Write the table of compiled methods for perf as they are compiled"

    // The flags themselves, and output.
    print_flags_final PrintFlagsFinal: bool "product" = false; "Print all flags after their values are settled"
    print_flags_initial PrintFlagsInitial: bool "product" = false; "Print all flags with their defaults and exit"
    print_flags_ranges PrintFlagsRanges: bool "product" = false; "Print the allowed ranges of all flags"
    print_command_line_flags PrintCommandLineFlags: bool "product" = false; "Print the flags that differ from their defaults"
    print_vm_options PrintVMOptions: bool "product" = false; "Print the -XX options that were given"
    print_warnings PrintWarnings: bool "product" = true; "Print warnings of the VM"
    ignore_unrecognized_vm_options IgnoreUnrecognizedVMOptions: bool "product" = false; "Ignore unknown options"
    unlock_diagnostic_vm_options UnlockDiagnosticVMOptions: bool "diagnostic" = false; "Accept diagnostic flags"
    unlock_experimental_vm_options UnlockExperimentalVMOptions: bool "experimental" = false; "Accept experimental flags"
    display_vm_output_to_stderr DisplayVMOutputToStderr: bool "product" = false; "Send output of the VM to standard error"
    display_vm_output_to_stdout DisplayVMOutputToStdout: bool "product" = false; "Send output of the VM to standard output"
    print_gc PrintGC: bool "product" = false; "Older form of -Xlog:gc"
    print_gc_details PrintGCDetails: bool "product" = false; "Older form of -Xlog:gc*"
    management_server ManagementServer: bool "product" = false; "Start the management agent (-Dcom.sun.management)"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_defaults_in_range() {
        let flags = Flags::default();
        for id in FlagId::all() {
            let row = id.row();
            assert_eq!(FlagId::find(row.name), Some(id));
            assert!(row.range.contains(&flags.get(id)), "{}", row.name);
            assert!(!row.doc.is_empty());
            assert_eq!(flags.get(id).ty(), row.ty, "{}", row.name);
        }
    }
}
