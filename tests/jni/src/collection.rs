//! References and array memory that native code holds while collections run.

use crate::table::*;
use crate::{call, find, method, natives, static_method, text};
use std::ffi::c_void;
use std::ptr::null_mut;
use std::slice;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// References kept between calls, as addresses so that they may go from thread to thread.
static GLOBALS: Mutex<Vec<usize>> = Mutex::new(Vec::new());
static WEAKS: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// The references that are in one of the two lists now.
fn snapshot(list: &Mutex<Vec<usize>>) -> Vec<jobject> {
    let list = list.lock().unwrap_or_else(PoisonError::into_inner);
    list.iter().map(|&r| r as *mut c_void).collect()
}

fn push(list: &Mutex<Vec<usize>>, reference: jobject) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(reference as usize);
}

fn taken(list: &Mutex<Vec<usize>>) -> Vec<jobject> {
    let all = snapshot(list);
    list.lock().unwrap_or_else(PoisonError::into_inner).clear();
    all
}

fn collect(env: Env) {
    let system = find(env, "java/lang/System");
    let gc = static_method(env, system, "gc", "()V");
    call!(env, CallStaticVoidMethod, system, gc);
    call!(env, DeleteLocalRef, system);
}

natives! {
    /// Stays in a critical section for some time and counts the elements that are not what they were.
    fn Java_JniCollection_critical(env, _class, array: jarray, millis: jint, seed: jint) -> jint {
        let n = call!(env, GetArrayLength, array) as usize;
        let memory = call!(env, GetPrimitiveArrayCritical, array, null_mut()).cast::<jint>();
        // SAFETY: memory points to the array's n elements until it is released.
        let elements = unsafe { slice::from_raw_parts_mut(memory, n) };
        for (i, e) in elements.iter_mut().enumerate() {
            *e = seed ^ i as jint;
        }
        thread::sleep(Duration::from_millis(millis as u64));
        let wrong = elements.iter().enumerate().filter(|(i, e)| **e != seed ^ *i as jint).count();
        for e in elements.iter_mut() {
            *e = seed;
        }
        call!(env, ReleasePrimitiveArrayCritical, array, memory.cast(), 0);
        wrong as jint
    }

    /// The sum of a string's characters, read in a critical section of some length.
    fn Java_JniCollection_criticalString(env, _class, string: jstring, millis: jint) -> jlong {
        let n = call!(env, GetStringLength, string) as usize;
        let chars = call!(env, GetStringCritical, string, null_mut());
        // SAFETY: chars points to the string's n characters until it is released.
        let sum = || unsafe { slice::from_raw_parts(chars, n) }.iter().map(|&c| jlong::from(c)).sum::<jlong>();
        let before = sum();
        thread::sleep(Duration::from_millis(millis as u64));
        let after = sum();
        call!(env, ReleaseStringCritical, string, chars);
        before * 2 - after
    }

    fn Java_JniCollection_keepGlobal(env, _class, object: jobject) {
        push(&GLOBALS, call!(env, NewGlobalRef, object));
    }

    fn Java_JniCollection_keepWeak(env, _class, object: jobject) {
        push(&WEAKS, call!(env, NewWeakGlobalRef, object));
    }

    fn Java_JniCollection_global(env, _class, i: jint) -> jobject {
        call!(env, NewLocalRef, snapshot(&GLOBALS)[i as usize])
    }

    fn Java_JniCollection_weak(env, _class, i: jint) -> jobject {
        call!(env, NewLocalRef, snapshot(&WEAKS)[i as usize])
    }

    /// How many weak references have not been cleared.
    fn Java_JniCollection_weaksAlive(env, _class) -> jint {
        snapshot(&WEAKS).iter().filter(|&&w| call!(env, IsSameObject, w, null_mut()) == 0).count() as jint
    }

    fn Java_JniCollection_drop(env, _class) {
        taken(&GLOBALS).into_iter().for_each(|g| call!(env, DeleteGlobalRef, g));
        taken(&WEAKS).into_iter().for_each(|w| call!(env, DeleteWeakGlobalRef, w));
    }

    /// Makes local references, collects, and reads the strings back: how many are still right.
    fn Java_JniCollection_locals(env, _class, n: jint) -> jint {
        let builder = find(env, "java/lang/Integer");
        let to_string = static_method(env, builder, "toString", "(I)Ljava/lang/String;");
        call!(env, PushLocalFrame, n + 16);
        let locals: Vec<jobject> =
            (0..n).map(|i| call!(env, CallStaticObjectMethod, builder, to_string, i * 7)).collect();
        collect(env);
        locals.iter().step_by(2).for_each(|&l| call!(env, DeleteLocalRef, l));
        collect(env);
        let right = (0..n).filter(|i| i % 2 == 1 && text(env, locals[*i as usize]) == (i * 7).to_string()).count();
        call!(env, PopLocalFrame, null_mut());
        right as jint
    }

    /// Elements of a copy or of the array itself, held while Java code runs and collections happen.
    fn Java_JniCollection_elements(env, _class, array: jarray, run: jobject) -> jint {
        let n = call!(env, GetArrayLength, array) as usize;
        let elements = call!(env, GetIntArrayElements, array, null_mut());
        for i in 0..n {
            // SAFETY: i is below the length.
            unsafe { *elements.add(i) = i as jint * 3 };
        }
        let class = call!(env, GetObjectClass, run);
        let body = method(env, class, "run", "()V");
        call!(env, CallVoidMethod, run, body);
        // SAFETY: i is below the length.
        let wrong = (0..n).filter(|&i| unsafe { *elements.add(i) } != i as jint * 3).count();
        call!(env, ReleaseIntArrayElements, array, elements, 0);
        wrong as jint
    }
}
