//! The table of JNI functions, in the order of the specification (chapter 4 "Interface Function
//! Table"): the four reserved entries, then `GetVersion` at index 4 to `GetModule` at 233.

use super::calls::{STATIC, VIRTUAL};
use super::*;
use crate::class::BasicType;

const RESERVED: usize = 4;

/// Addresses of functions, for native code.
#[repr(transparent)]
pub struct Functions<const N: usize>([*const (); N]);

// SAFETY: addresses of functions never change.
unsafe impl<const N: usize> Sync for Functions<N> {}

impl<const N: usize> Functions<N> {
    /// What the first word behind a `JNIEnv*` holds.
    pub fn address(&'static self) -> *const () {
        self.0.as_ptr().cast()
    }
}

macro_rules! functions {
    ($($name:ident = $function:expr;)*) => {
        /// Names of the functions, from index 4 on.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// The function table.
        pub static FUNCTIONS: Functions<{ RESERVED + NAMES.len() }> = Functions([
            std::ptr::null(), std::ptr::null(), std::ptr::null(), std::ptr::null(),
            $($function as *const ()),*
        ]);
    };
}

functions! {
    GetVersion = get_version;
    DefineClass = classes::define_class;
    FindClass = classes::find_class;
    FromReflectedMethod = classes::from_reflected_method;
    FromReflectedField = classes::from_reflected_field;
    ToReflectedMethod = classes::to_reflected_method;
    GetSuperclass = classes::get_superclass;
    IsAssignableFrom = classes::is_assignable_from;
    ToReflectedField = classes::to_reflected_field;
    Throw = exceptions::throw;
    ThrowNew = exceptions::throw_new;
    ExceptionOccurred = exceptions::exception_occurred;
    ExceptionDescribe = exceptions::exception_describe;
    ExceptionClear = exceptions::exception_clear;
    FatalError = exceptions::fatal_error;
    PushLocalFrame = references::push_local_frame;
    PopLocalFrame = references::pop_local_frame;
    NewGlobalRef = references::new_global_ref;
    DeleteGlobalRef = references::delete_global_ref;
    DeleteLocalRef = references::delete_local_ref;
    IsSameObject = references::is_same_object;
    NewLocalRef = references::new_local_ref;
    EnsureLocalCapacity = references::ensure_local_capacity;
    AllocObject = objects::allocate;
    NewObject = calls::new_object;
    NewObjectV = calls::new_object_v;
    NewObjectA = calls::new_object_a;
    GetObjectClass = objects::get_object_class;
    IsInstanceOf = objects::is_instance_of;
    GetMethodID = methods::get_method_id;
    CallObjectMethod = calls::call::<JObject, VIRTUAL>;
    CallObjectMethodV = calls::call_v::<JObject, VIRTUAL>;
    CallObjectMethodA = calls::call_a::<JObject, VIRTUAL>;
    CallBooleanMethod = calls::call::<u8, VIRTUAL>;
    CallBooleanMethodV = calls::call_v::<u8, VIRTUAL>;
    CallBooleanMethodA = calls::call_a::<u8, VIRTUAL>;
    CallByteMethod = calls::call::<i8, VIRTUAL>;
    CallByteMethodV = calls::call_v::<i8, VIRTUAL>;
    CallByteMethodA = calls::call_a::<i8, VIRTUAL>;
    CallCharMethod = calls::call::<u16, VIRTUAL>;
    CallCharMethodV = calls::call_v::<u16, VIRTUAL>;
    CallCharMethodA = calls::call_a::<u16, VIRTUAL>;
    CallShortMethod = calls::call::<i16, VIRTUAL>;
    CallShortMethodV = calls::call_v::<i16, VIRTUAL>;
    CallShortMethodA = calls::call_a::<i16, VIRTUAL>;
    CallIntMethod = calls::call::<i32, VIRTUAL>;
    CallIntMethodV = calls::call_v::<i32, VIRTUAL>;
    CallIntMethodA = calls::call_a::<i32, VIRTUAL>;
    CallLongMethod = calls::call::<i64, VIRTUAL>;
    CallLongMethodV = calls::call_v::<i64, VIRTUAL>;
    CallLongMethodA = calls::call_a::<i64, VIRTUAL>;
    CallFloatMethod = calls::call::<f32, VIRTUAL>;
    CallFloatMethodV = calls::call_v::<f32, VIRTUAL>;
    CallFloatMethodA = calls::call_a::<f32, VIRTUAL>;
    CallDoubleMethod = calls::call::<f64, VIRTUAL>;
    CallDoubleMethodV = calls::call_v::<f64, VIRTUAL>;
    CallDoubleMethodA = calls::call_a::<f64, VIRTUAL>;
    CallVoidMethod = calls::call::<(), VIRTUAL>;
    CallVoidMethodV = calls::call_v::<(), VIRTUAL>;
    CallVoidMethodA = calls::call_a::<(), VIRTUAL>;
    CallNonvirtualObjectMethod = calls::call_nonvirtual::<JObject>;
    CallNonvirtualObjectMethodV = calls::call_nonvirtual_v::<JObject>;
    CallNonvirtualObjectMethodA = calls::call_nonvirtual_a::<JObject>;
    CallNonvirtualBooleanMethod = calls::call_nonvirtual::<u8>;
    CallNonvirtualBooleanMethodV = calls::call_nonvirtual_v::<u8>;
    CallNonvirtualBooleanMethodA = calls::call_nonvirtual_a::<u8>;
    CallNonvirtualByteMethod = calls::call_nonvirtual::<i8>;
    CallNonvirtualByteMethodV = calls::call_nonvirtual_v::<i8>;
    CallNonvirtualByteMethodA = calls::call_nonvirtual_a::<i8>;
    CallNonvirtualCharMethod = calls::call_nonvirtual::<u16>;
    CallNonvirtualCharMethodV = calls::call_nonvirtual_v::<u16>;
    CallNonvirtualCharMethodA = calls::call_nonvirtual_a::<u16>;
    CallNonvirtualShortMethod = calls::call_nonvirtual::<i16>;
    CallNonvirtualShortMethodV = calls::call_nonvirtual_v::<i16>;
    CallNonvirtualShortMethodA = calls::call_nonvirtual_a::<i16>;
    CallNonvirtualIntMethod = calls::call_nonvirtual::<i32>;
    CallNonvirtualIntMethodV = calls::call_nonvirtual_v::<i32>;
    CallNonvirtualIntMethodA = calls::call_nonvirtual_a::<i32>;
    CallNonvirtualLongMethod = calls::call_nonvirtual::<i64>;
    CallNonvirtualLongMethodV = calls::call_nonvirtual_v::<i64>;
    CallNonvirtualLongMethodA = calls::call_nonvirtual_a::<i64>;
    CallNonvirtualFloatMethod = calls::call_nonvirtual::<f32>;
    CallNonvirtualFloatMethodV = calls::call_nonvirtual_v::<f32>;
    CallNonvirtualFloatMethodA = calls::call_nonvirtual_a::<f32>;
    CallNonvirtualDoubleMethod = calls::call_nonvirtual::<f64>;
    CallNonvirtualDoubleMethodV = calls::call_nonvirtual_v::<f64>;
    CallNonvirtualDoubleMethodA = calls::call_nonvirtual_a::<f64>;
    CallNonvirtualVoidMethod = calls::call_nonvirtual::<()>;
    CallNonvirtualVoidMethodV = calls::call_nonvirtual_v::<()>;
    CallNonvirtualVoidMethodA = calls::call_nonvirtual_a::<()>;
    GetFieldID = fields::get_field_id;
    GetObjectField = fields::get_object::<false>;
    GetBooleanField = fields::get::<u8, false>;
    GetByteField = fields::get::<i8, false>;
    GetCharField = fields::get::<u16, false>;
    GetShortField = fields::get::<i16, false>;
    GetIntField = fields::get::<i32, false>;
    GetLongField = fields::get::<i64, false>;
    GetFloatField = fields::get::<f32, false>;
    GetDoubleField = fields::get::<f64, false>;
    SetObjectField = fields::set_object::<false>;
    SetBooleanField = fields::set_boolean::<false>;
    SetByteField = fields::set::<i8, false>;
    SetCharField = fields::set::<u16, false>;
    SetShortField = fields::set::<i16, false>;
    SetIntField = fields::set::<i32, false>;
    SetLongField = fields::set::<i64, false>;
    SetFloatField = fields::set::<f32, false>;
    SetDoubleField = fields::set::<f64, false>;
    GetStaticMethodID = methods::get_static_method_id;
    CallStaticObjectMethod = calls::call::<JObject, STATIC>;
    CallStaticObjectMethodV = calls::call_v::<JObject, STATIC>;
    CallStaticObjectMethodA = calls::call_a::<JObject, STATIC>;
    CallStaticBooleanMethod = calls::call::<u8, STATIC>;
    CallStaticBooleanMethodV = calls::call_v::<u8, STATIC>;
    CallStaticBooleanMethodA = calls::call_a::<u8, STATIC>;
    CallStaticByteMethod = calls::call::<i8, STATIC>;
    CallStaticByteMethodV = calls::call_v::<i8, STATIC>;
    CallStaticByteMethodA = calls::call_a::<i8, STATIC>;
    CallStaticCharMethod = calls::call::<u16, STATIC>;
    CallStaticCharMethodV = calls::call_v::<u16, STATIC>;
    CallStaticCharMethodA = calls::call_a::<u16, STATIC>;
    CallStaticShortMethod = calls::call::<i16, STATIC>;
    CallStaticShortMethodV = calls::call_v::<i16, STATIC>;
    CallStaticShortMethodA = calls::call_a::<i16, STATIC>;
    CallStaticIntMethod = calls::call::<i32, STATIC>;
    CallStaticIntMethodV = calls::call_v::<i32, STATIC>;
    CallStaticIntMethodA = calls::call_a::<i32, STATIC>;
    CallStaticLongMethod = calls::call::<i64, STATIC>;
    CallStaticLongMethodV = calls::call_v::<i64, STATIC>;
    CallStaticLongMethodA = calls::call_a::<i64, STATIC>;
    CallStaticFloatMethod = calls::call::<f32, STATIC>;
    CallStaticFloatMethodV = calls::call_v::<f32, STATIC>;
    CallStaticFloatMethodA = calls::call_a::<f32, STATIC>;
    CallStaticDoubleMethod = calls::call::<f64, STATIC>;
    CallStaticDoubleMethodV = calls::call_v::<f64, STATIC>;
    CallStaticDoubleMethodA = calls::call_a::<f64, STATIC>;
    CallStaticVoidMethod = calls::call::<(), STATIC>;
    CallStaticVoidMethodV = calls::call_v::<(), STATIC>;
    CallStaticVoidMethodA = calls::call_a::<(), STATIC>;
    GetStaticFieldID = fields::get_static_field_id;
    GetStaticObjectField = fields::get_object::<true>;
    GetStaticBooleanField = fields::get::<u8, true>;
    GetStaticByteField = fields::get::<i8, true>;
    GetStaticCharField = fields::get::<u16, true>;
    GetStaticShortField = fields::get::<i16, true>;
    GetStaticIntField = fields::get::<i32, true>;
    GetStaticLongField = fields::get::<i64, true>;
    GetStaticFloatField = fields::get::<f32, true>;
    GetStaticDoubleField = fields::get::<f64, true>;
    SetStaticObjectField = fields::set_object::<true>;
    SetStaticBooleanField = fields::set_boolean::<true>;
    SetStaticByteField = fields::set::<i8, true>;
    SetStaticCharField = fields::set::<u16, true>;
    SetStaticShortField = fields::set::<i16, true>;
    SetStaticIntField = fields::set::<i32, true>;
    SetStaticLongField = fields::set::<i64, true>;
    SetStaticFloatField = fields::set::<f32, true>;
    SetStaticDoubleField = fields::set::<f64, true>;
    NewString = strings::new_string;
    GetStringLength = strings::get_string_length;
    GetStringChars = strings::get_string_chars;
    ReleaseStringChars = strings::release;
    NewStringUTF = strings::new_string_utf;
    GetStringUTFLength = strings::get_string_utf_length;
    GetStringUTFChars = strings::get_string_utf_chars;
    ReleaseStringUTFChars = strings::release;
    GetArrayLength = arrays::get_array_length;
    NewObjectArray = arrays::new_object_array;
    GetObjectArrayElement = arrays::get_object_array_element;
    SetObjectArrayElement = arrays::set_object_array_element;
    NewBooleanArray = arrays::new_array::<{ BasicType::Boolean as u8 }>;
    NewByteArray = arrays::new_array::<{ BasicType::Byte as u8 }>;
    NewCharArray = arrays::new_array::<{ BasicType::Char as u8 }>;
    NewShortArray = arrays::new_array::<{ BasicType::Short as u8 }>;
    NewIntArray = arrays::new_array::<{ BasicType::Int as u8 }>;
    NewLongArray = arrays::new_array::<{ BasicType::Long as u8 }>;
    NewFloatArray = arrays::new_array::<{ BasicType::Float as u8 }>;
    NewDoubleArray = arrays::new_array::<{ BasicType::Double as u8 }>;
    GetBooleanArrayElements = arrays::get_elements::<u8>;
    GetByteArrayElements = arrays::get_elements::<i8>;
    GetCharArrayElements = arrays::get_elements::<u16>;
    GetShortArrayElements = arrays::get_elements::<i16>;
    GetIntArrayElements = arrays::get_elements::<i32>;
    GetLongArrayElements = arrays::get_elements::<i64>;
    GetFloatArrayElements = arrays::get_elements::<f32>;
    GetDoubleArrayElements = arrays::get_elements::<f64>;
    ReleaseBooleanArrayElements = arrays::release::<u8>;
    ReleaseByteArrayElements = arrays::release::<i8>;
    ReleaseCharArrayElements = arrays::release::<u16>;
    ReleaseShortArrayElements = arrays::release::<i16>;
    ReleaseIntArrayElements = arrays::release::<i32>;
    ReleaseLongArrayElements = arrays::release::<i64>;
    ReleaseFloatArrayElements = arrays::release::<f32>;
    ReleaseDoubleArrayElements = arrays::release::<f64>;
    GetBooleanArrayRegion = arrays::get_region::<u8>;
    GetByteArrayRegion = arrays::get_region::<i8>;
    GetCharArrayRegion = arrays::get_region::<u16>;
    GetShortArrayRegion = arrays::get_region::<i16>;
    GetIntArrayRegion = arrays::get_region::<i32>;
    GetLongArrayRegion = arrays::get_region::<i64>;
    GetFloatArrayRegion = arrays::get_region::<f32>;
    GetDoubleArrayRegion = arrays::get_region::<f64>;
    SetBooleanArrayRegion = arrays::set_region::<u8>;
    SetByteArrayRegion = arrays::set_region::<i8>;
    SetCharArrayRegion = arrays::set_region::<u16>;
    SetShortArrayRegion = arrays::set_region::<i16>;
    SetIntArrayRegion = arrays::set_region::<i32>;
    SetLongArrayRegion = arrays::set_region::<i64>;
    SetFloatArrayRegion = arrays::set_region::<f32>;
    SetDoubleArrayRegion = arrays::set_region::<f64>;
    RegisterNatives = natives::register_natives;
    UnregisterNatives = natives::unregister_natives;
    MonitorEnter = monitors::monitor_enter;
    MonitorExit = monitors::monitor_exit;
    GetJavaVM = get_java_vm;
    GetStringRegion = strings::get_string_region;
    GetStringUTFRegion = strings::get_string_utf_region;
    GetPrimitiveArrayCritical = critical::get_primitive_array_critical;
    ReleasePrimitiveArrayCritical = critical::release_primitive_array_critical;
    GetStringCritical = strings::get_string_critical;
    ReleaseStringCritical = strings::release;
    NewWeakGlobalRef = references::new_weak_global_ref;
    DeleteWeakGlobalRef = references::delete_weak_global_ref;
    ExceptionCheck = exceptions::exception_check;
    NewDirectByteBuffer = nio::new_direct_byte_buffer;
    GetDirectBufferAddress = nio::get_direct_buffer_address;
    GetDirectBufferCapacity = nio::get_direct_buffer_capacity;
    GetObjectRefType = objects::get_object_ref_type;
    GetModule = classes::get_module;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Indices that the specification gives.
    #[test]
    fn order() {
        for (index, name) in [
            (4, "GetVersion"),
            (6, "FindClass"),
            (13, "Throw"),
            (21, "NewGlobalRef"),
            (28, "NewObject"),
            (33, "GetMethodID"),
            (34, "CallObjectMethod"),
            (61, "CallVoidMethod"),
            (64, "CallNonvirtualObjectMethod"),
            (94, "GetFieldID"),
            (104, "SetObjectField"),
            (113, "GetStaticMethodID"),
            (144, "GetStaticFieldID"),
            (163, "NewString"),
            (171, "GetArrayLength"),
            (183, "GetBooleanArrayElements"),
            (215, "RegisterNatives"),
            (219, "GetJavaVM"),
            (228, "ExceptionCheck"),
            (233, "GetModule"),
        ] {
            assert_eq!(NAMES[index - RESERVED], name);
        }
        assert_eq!(FUNCTIONS.0.len(), 234);
        assert!(FUNCTIONS.0[RESERVED..].iter().all(|f| !f.is_null()));
    }
}
