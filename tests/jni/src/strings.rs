//! Strings: UTF-16 and modified UTF-8, regions, critical access.

use crate::table::*;
use crate::{Log, c, call, find, natives, new_string, taken, text};
use std::ptr::null_mut;
use std::slice;

natives! {
    fn Java_JniStrings_describe(env, _class, s: jstring) -> jstring {
        let mut log = Log::default();
        let length = call!(env, GetStringLength, s);
        let utf = call!(env, GetStringUTFLength, s);
        log.say("length", format!("{length} {utf}"));
        let chars = call!(env, GetStringChars, s, null_mut());
        // SAFETY: chars points to length UTF-16 units until it is released.
        log.say("units", format!("{:x?}", unsafe { slice::from_raw_parts(chars, length as usize) }));
        call!(env, ReleaseStringChars, s, chars);
        let mut copy: jboolean = 9;
        let bytes = call!(env, GetStringUTFChars, s, &mut copy);
        // SAFETY: bytes points to utf bytes and a zero until it is released.
        log.say("utf8", format!("{:x?}", unsafe { slice::from_raw_parts(bytes.cast::<u8>(), utf as usize + 1) }));
        log.say("copy flag is set", copy <= 1);
        call!(env, ReleaseStringUTFChars, s, bytes);
        let critical = call!(env, GetStringCritical, s, null_mut());
        // SAFETY: as for chars.
        let sum: u64 = unsafe { slice::from_raw_parts(critical, length as usize) }.iter().map(|&u| u64::from(u)).sum();
        call!(env, ReleaseStringCritical, s, critical);
        log.say("critical sum", sum);
        log.finish(env)
    }

    fn Java_JniStrings_regions(env, _class, s: jstring, from: jint, count: jint) -> jstring {
        let mut log = Log::default();
        let mut units = [0xffff; 64];
        call!(env, GetStringRegion, s, from, count, units.as_mut_ptr());
        match call!(env, ExceptionCheck) {
            0 => log.say("region", format!("{:x?}", &units[..count as usize])),
            _ => log.say("region", taken(env)),
        }
        let mut bytes = [0x55; 64];
        call!(env, GetStringUTFRegion, s, from, count, bytes.as_mut_ptr());
        match call!(env, ExceptionCheck) {
            0 => log.say("utf region", format!("{:x?}", &bytes[..count as usize * 3 + 2])),
            _ => log.say("utf region", taken(env)),
        }
        log.finish(env)
    }

    fn Java_JniStrings_make(env, _class, kind: jint) -> jstring {
        match kind {
            0 => call!(env, NewString, [0x48, 0x69, 0x4e16, 0xd83d, 0xde00, 0].as_ptr(), 6),
            1 => call!(env, NewString, [0u16; 1].as_ptr(), 0),
            2 => new_string(env, ""),
            3 => new_string(env, "Grüße 世界"),
            4 => {
                // Modified UTF-8: a zero as two bytes and a surrogate pair as six.
                let bytes = [0xc0u8, 0x80, b'a', 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0];
                call!(env, NewStringUTF, bytes.as_ptr().cast())
            }
            _ => call!(env, NewStringUTF, null_mut()),
        }
    }

    fn Java_JniStrings_wrong(env, _class) -> jstring {
        let mut log = Log::default();
        let null = call!(env, NewStringUTF, null_mut());
        log.say("NewStringUTF(NULL)", null.is_null());
        let string = find(env, "java/lang/String");
        log.say("a string's class", call!(env, IsSameObject, call!(env, GetObjectClass, new_string(env, "x")), string));
        let many: Vec<String> = (0..50).map(|i| text(env, new_string(env, &format!("s{i}")))).collect();
        log.say("many", many.join(","));
        log.say("missing class", format!("{} {}", call!(env, FindClass, c("no/Such").as_ptr()).is_null(), taken(env)));
        log.finish(env)
    }
}
