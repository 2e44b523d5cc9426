//! Direct buffers.

use crate::table::*;
use crate::{Log, call, natives, taken};
use std::ptr::null_mut;
use std::sync::Mutex;

static MEMORY: Mutex<[u8; 64]> = Mutex::new([0; 64]);

natives! {
    /// A buffer over memory of the library.
    fn Java_JniBuffers_make(env, _class, capacity: jlong) -> jobject {
        let memory = MEMORY.lock().expect("no panic while held").as_mut_ptr();
        call!(env, NewDirectByteBuffer, memory.cast(), capacity)
    }

    fn Java_JniBuffers_sum(_env, _class) -> jint {
        MEMORY.lock().expect("no panic while held").iter().map(|&b| jint::from(b)).sum()
    }

    fn Java_JniBuffers_describe(env, _class, buffer: jobject) -> jstring {
        let mut log = Log::default();
        let address = call!(env, GetDirectBufferAddress, buffer);
        log.say("address", !address.is_null());
        log.say("capacity", call!(env, GetDirectBufferCapacity, buffer));
        if !address.is_null() && call!(env, GetDirectBufferCapacity, buffer) > 0 {
            // SAFETY: the buffer has at least one byte at its address.
            log.say("first byte", unsafe { *address.cast::<u8>() });
        }
        log.finish(env)
    }

    fn Java_JniBuffers_negative(env, _class) -> jstring {
        let mut log = Log::default();
        let memory = MEMORY.lock().expect("no panic while held").as_mut_ptr();
        let made = call!(env, NewDirectByteBuffer, memory.cast(), -1);
        log.say("negative", format!("{} {}", made.is_null(), taken(env)));
        let made = call!(env, NewDirectByteBuffer, null_mut(), 0);
        log.say("null address", format!("{} {}", made.is_null(), taken(env)));
        log.finish(env)
    }
}
