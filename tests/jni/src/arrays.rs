//! Arrays of all types: creation, elements with all release modes, regions, critical access.

use crate::table::*;
use crate::{Log, call, find, natives, new_string, show, taken};
use std::ptr::{null, null_mut};
use std::slice;

/// Copies the elements back and frees them, copies back only, frees only.
const MODES: [jint; 3] = [0, 1, 2];

macro_rules! primitive {
    ($log:ident, $env:ident, $type:ty, $new:ident, $get:ident, $release:ident, $read:ident, $write:ident, $values:expr) => {{
        let values: [$type; 4] = $values;
        let array = call!($env, $new, 4);
        call!($env, $write, array, 0, 4, values.as_ptr());
        let mut back = [values[0]; 2];
        call!($env, $read, array, 2, 2, back.as_mut_ptr());
        $log.say(stringify!($new), format!("{} {back:?}", call!($env, GetArrayLength, array)));
        for mode in MODES {
            let mut copy: jboolean = 9;
            let elements = call!($env, $get, array, &mut copy);
            // SAFETY: elements points to the array's four elements until they are released.
            unsafe { slice::from_raw_parts_mut(elements, 4) }.swap(0, 3);
            call!($env, $release, array, elements, mode);
            if mode == 1 {
                call!($env, $release, array, elements, 2);
            }
            call!($env, $read, array, 0, 2, back.as_mut_ptr());
            // Whether an abandoned change shows depends on copying, so it is told apart.
            let shown = if mode == 2 && copy == 0 { "pinned".to_owned() } else { format!("{back:?}") };
            $log.say("  elements", format!("mode {mode} {shown}"));
            call!($env, $write, array, 0, 4, values.as_ptr());
        }
        let critical = call!($env, GetPrimitiveArrayCritical, array, null_mut()).cast::<$type>();
        // SAFETY: critical points to the array's four elements until it is released.
        unsafe { slice::from_raw_parts_mut(critical, 4) }.reverse();
        call!($env, ReleasePrimitiveArrayCritical, array, critical.cast(), 0);
        let mut all = [values[0]; 4];
        call!($env, $read, array, 0, 4, all.as_mut_ptr());
        $log.say("  critical", format!("{all:?}"));
        for (start, count) in [(-1, 1), (0, 5), (4, 1), (2, -1), (jint::MAX, jint::MAX)] {
            call!($env, $read, array, start, count, all.as_mut_ptr());
            $log.say("  read", format!("{start} {count} {}", taken($env)));
            call!($env, $write, array, start, count, all.as_ptr());
            $log.say("  write", format!("{start} {count} {}", taken($env)));
        }
        call!($env, $read, array, 4, 0, null_mut());
        $log.say("  empty read", taken($env));
        $log.say("  negative", format!("{} {}", call!($env, $new, -1).is_null(), taken($env)));
    }};
}

natives! {
    fn Java_JniArrays_primitives(env, _class) -> jstring {
        let mut log = Log::default();
        primitive!(log, env, jboolean, NewBooleanArray, GetBooleanArrayElements, ReleaseBooleanArrayElements,
            GetBooleanArrayRegion, SetBooleanArrayRegion, [1, 0, 1, 0]);
        primitive!(log, env, jbyte, NewByteArray, GetByteArrayElements, ReleaseByteArrayElements,
            GetByteArrayRegion, SetByteArrayRegion, [1, -2, 127, -128]);
        primitive!(log, env, jchar, NewCharArray, GetCharArrayElements, ReleaseCharArrayElements,
            GetCharArrayRegion, SetCharArrayRegion, [1, 0xffff, 0x4e16, 97]);
        primitive!(log, env, jshort, NewShortArray, GetShortArrayElements, ReleaseShortArrayElements,
            GetShortArrayRegion, SetShortArrayRegion, [1, -2, 32767, -32768]);
        primitive!(log, env, jint, NewIntArray, GetIntArrayElements, ReleaseIntArrayElements,
            GetIntArrayRegion, SetIntArrayRegion, [1, -2, jint::MAX, jint::MIN]);
        primitive!(log, env, jlong, NewLongArray, GetLongArrayElements, ReleaseLongArrayElements,
            GetLongArrayRegion, SetLongArrayRegion, [1, -2, jlong::MAX, jlong::MIN]);
        primitive!(log, env, jfloat, NewFloatArray, GetFloatArrayElements, ReleaseFloatArrayElements,
            GetFloatArrayRegion, SetFloatArrayRegion, [1.5, -0.0, f32::MAX, f32::INFINITY]);
        primitive!(log, env, jdouble, NewDoubleArray, GetDoubleArrayElements, ReleaseDoubleArrayElements,
            GetDoubleArrayRegion, SetDoubleArrayRegion, [1.5, -0.0, f64::MAX, f64::NEG_INFINITY]);
        log.finish(env)
    }

    fn Java_JniArrays_objects(env, _class) -> jstring {
        let mut log = Log::default();
        let string = find(env, "java/lang/String");
        let array = call!(env, NewObjectArray, 3, string, new_string(env, "init"));
        call!(env, SetObjectArrayElement, array, 1, new_string(env, "set"));
        call!(env, SetObjectArrayElement, array, 2, null_mut());
        for i in 0..3 {
            log.say("element", show(env, call!(env, GetObjectArrayElement, array, i)));
        }
        for i in [-1, 3] {
            log.say("get", format!("{} {}", call!(env, GetObjectArrayElement, array, i).is_null(), taken(env)));
            call!(env, SetObjectArrayElement, array, i, null_mut());
            log.say("set", taken(env));
        }
        call!(env, SetObjectArrayElement, array, 0, array);
        log.say("store", taken(env));
        log.say("negative", format!("{} {}", call!(env, NewObjectArray, -2, string, null_mut()).is_null(), taken(env)));
        let nested = call!(env, NewObjectArray, 2, find(env, "[[I"), null_mut());
        log.say("nested", show(env, call!(env, GetObjectClass, nested)));
        log.say("empty", call!(env, GetArrayLength, call!(env, NewObjectArray, 0, string, null_mut())));
        log.finish(env)
    }

    /// Adds up an int array that Java made, through each way of reading it.
    fn Java_JniArrays_sum(env, _class, array: jarray) -> jlong {
        let n = call!(env, GetArrayLength, array) as usize;
        let mut region = vec![0; n];
        call!(env, GetIntArrayRegion, array, 0, n as jint, region.as_mut_ptr());
        let elements = call!(env, GetIntArrayElements, array, null_mut());
        // SAFETY: elements points to n elements until it is released.
        let second: jlong = unsafe { slice::from_raw_parts(elements, n) }.iter().map(|&x| jlong::from(x)).sum();
        call!(env, ReleaseIntArrayElements, array, elements, 2);
        let critical = call!(env, GetPrimitiveArrayCritical, array, null_mut()).cast::<jint>();
        // SAFETY: as above.
        let third: jlong = unsafe { slice::from_raw_parts(critical, n) }.iter().map(|&x| jlong::from(x)).sum();
        call!(env, ReleasePrimitiveArrayCritical, array, critical.cast(), 2);
        region.iter().map(|&x| jlong::from(x)).sum::<jlong>() * 10000 + second * 100 + third
    }

    /// Fills an array in place.
    fn Java_JniArrays_fill(env, _class, array: jarray) {
        let n = call!(env, GetArrayLength, array);
        let elements = call!(env, GetDoubleArrayElements, array, null_mut());
        for i in 0..n as usize {
            // SAFETY: i is below the length.
            unsafe { *elements.add(i) = i as f64 * 0.5 };
        }
        call!(env, ReleaseDoubleArrayElements, array, elements, 0);
        call!(env, SetDoubleArrayRegion, array, 0, 0, null());
    }
}
