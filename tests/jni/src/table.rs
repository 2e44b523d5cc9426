//! The JNI function table as JNI 10 defines it (JNI specification, chapter 4), written from the
//! specification: 4 reserved words and 230 functions, in order.
#![allow(non_snake_case, non_camel_case_types)]

use std::ffi::{c_char, c_void};

pub type jboolean = u8;
pub type jbyte = i8;
pub type jchar = u16;
pub type jshort = i16;
pub type jint = i32;
pub type jlong = i64;
pub type jfloat = f32;
pub type jdouble = f64;
pub type jsize = jint;
pub type jobject = *mut c_void;
pub type jclass = jobject;
pub type jstring = jobject;
pub type jarray = jobject;
pub type jmethodID = *mut c_void;
pub type jfieldID = *mut c_void;

/// One argument of the `A` forms.
#[repr(C)]
#[derive(Clone, Copy)]
pub union jvalue {
    pub z: jboolean,
    pub b: jbyte,
    pub c: jchar,
    pub s: jshort,
    pub i: jint,
    pub j: jlong,
    pub f: jfloat,
    pub d: jdouble,
    pub l: jobject,
}

/// A row for `RegisterNatives`.
#[repr(C)]
pub struct NativeMethod {
    pub name: *const c_char,
    pub signature: *const c_char,
    pub function: *const c_void,
}

/// What a native method gets first: a pointer to a pointer to the table.
pub type Env = *mut *const Table;

/// The pointer to the pointer to the invocation table.
pub type Vm = *mut *const InvokeTable;

/// The invocation interface (JNI specification, chapter 5).
#[repr(C)]
pub struct InvokeTable {
    reserved: [*const c_void; 3],
    pub DestroyJavaVM: unsafe extern "C" fn(Vm) -> jint,
    pub AttachCurrentThread: unsafe extern "C" fn(Vm, *mut Env, *mut AttachArgs) -> jint,
    pub DetachCurrentThread: unsafe extern "C" fn(Vm) -> jint,
    pub GetEnv: unsafe extern "C" fn(Vm, *mut Env, jint) -> jint,
    pub AttachCurrentThreadAsDaemon: unsafe extern "C" fn(Vm, *mut Env, *mut AttachArgs) -> jint,
}

/// Arguments of the attach functions.
#[repr(C)]
pub struct AttachArgs {
    pub version: jint,
    pub name: *const c_char,
    pub group: jobject,
}

macro_rules! table {
    ($($name:ident($($args:tt)*) -> $result:ty;)*) => {
        /// The functions, named as in the specification.
        #[repr(C)]
        pub struct Table {
            reserved: [*const c_void; 4],
            $(pub $name: unsafe extern "C" fn(Env, $($args)*) -> $result,)*
        }

        /// The number of entries, reserved ones included.
        pub const ENTRIES: usize = 4 + [$(stringify!($name)),*].len();
    };
}

table! {
    GetVersion() -> jint;
    DefineClass(*const c_char, jobject, *const jbyte, jsize) -> jclass;
    FindClass(*const c_char) -> jclass;
    FromReflectedMethod(jobject) -> jmethodID;
    FromReflectedField(jobject) -> jfieldID;
    ToReflectedMethod(jclass, jmethodID, jboolean) -> jobject;
    GetSuperclass(jclass) -> jclass;
    IsAssignableFrom(jclass, jclass) -> jboolean;
    ToReflectedField(jclass, jfieldID, jboolean) -> jobject;
    Throw(jobject) -> jint;
    ThrowNew(jclass, *const c_char) -> jint;
    ExceptionOccurred() -> jobject;
    ExceptionDescribe() -> ();
    ExceptionClear() -> ();
    FatalError(*const c_char) -> !;
    PushLocalFrame(jint) -> jint;
    PopLocalFrame(jobject) -> jobject;
    NewGlobalRef(jobject) -> jobject;
    DeleteGlobalRef(jobject) -> ();
    DeleteLocalRef(jobject) -> ();
    IsSameObject(jobject, jobject) -> jboolean;
    NewLocalRef(jobject) -> jobject;
    EnsureLocalCapacity(jint) -> jint;
    AllocObject(jclass) -> jobject;
    NewObject(jclass, jmethodID, ...) -> jobject;
    NewObjectV(jclass, jmethodID, *mut c_void) -> jobject;
    NewObjectA(jclass, jmethodID, *const jvalue) -> jobject;
    GetObjectClass(jobject) -> jclass;
    IsInstanceOf(jobject, jclass) -> jboolean;
    GetMethodID(jclass, *const c_char, *const c_char) -> jmethodID;
    CallObjectMethod(jobject, jmethodID, ...) -> jobject;
    CallObjectMethodV(jobject, jmethodID, *mut c_void) -> jobject;
    CallObjectMethodA(jobject, jmethodID, *const jvalue) -> jobject;
    CallBooleanMethod(jobject, jmethodID, ...) -> jboolean;
    CallBooleanMethodV(jobject, jmethodID, *mut c_void) -> jboolean;
    CallBooleanMethodA(jobject, jmethodID, *const jvalue) -> jboolean;
    CallByteMethod(jobject, jmethodID, ...) -> jbyte;
    CallByteMethodV(jobject, jmethodID, *mut c_void) -> jbyte;
    CallByteMethodA(jobject, jmethodID, *const jvalue) -> jbyte;
    CallCharMethod(jobject, jmethodID, ...) -> jchar;
    CallCharMethodV(jobject, jmethodID, *mut c_void) -> jchar;
    CallCharMethodA(jobject, jmethodID, *const jvalue) -> jchar;
    CallShortMethod(jobject, jmethodID, ...) -> jshort;
    CallShortMethodV(jobject, jmethodID, *mut c_void) -> jshort;
    CallShortMethodA(jobject, jmethodID, *const jvalue) -> jshort;
    CallIntMethod(jobject, jmethodID, ...) -> jint;
    CallIntMethodV(jobject, jmethodID, *mut c_void) -> jint;
    CallIntMethodA(jobject, jmethodID, *const jvalue) -> jint;
    CallLongMethod(jobject, jmethodID, ...) -> jlong;
    CallLongMethodV(jobject, jmethodID, *mut c_void) -> jlong;
    CallLongMethodA(jobject, jmethodID, *const jvalue) -> jlong;
    CallFloatMethod(jobject, jmethodID, ...) -> jfloat;
    CallFloatMethodV(jobject, jmethodID, *mut c_void) -> jfloat;
    CallFloatMethodA(jobject, jmethodID, *const jvalue) -> jfloat;
    CallDoubleMethod(jobject, jmethodID, ...) -> jdouble;
    CallDoubleMethodV(jobject, jmethodID, *mut c_void) -> jdouble;
    CallDoubleMethodA(jobject, jmethodID, *const jvalue) -> jdouble;
    CallVoidMethod(jobject, jmethodID, ...) -> ();
    CallVoidMethodV(jobject, jmethodID, *mut c_void) -> ();
    CallVoidMethodA(jobject, jmethodID, *const jvalue) -> ();
    CallNonvirtualObjectMethod(jobject, jclass, jmethodID, ...) -> jobject;
    CallNonvirtualObjectMethodV(jobject, jclass, jmethodID, *mut c_void) -> jobject;
    CallNonvirtualObjectMethodA(jobject, jclass, jmethodID, *const jvalue) -> jobject;
    CallNonvirtualBooleanMethod(jobject, jclass, jmethodID, ...) -> jboolean;
    CallNonvirtualBooleanMethodV(jobject, jclass, jmethodID, *mut c_void) -> jboolean;
    CallNonvirtualBooleanMethodA(jobject, jclass, jmethodID, *const jvalue) -> jboolean;
    CallNonvirtualByteMethod(jobject, jclass, jmethodID, ...) -> jbyte;
    CallNonvirtualByteMethodV(jobject, jclass, jmethodID, *mut c_void) -> jbyte;
    CallNonvirtualByteMethodA(jobject, jclass, jmethodID, *const jvalue) -> jbyte;
    CallNonvirtualCharMethod(jobject, jclass, jmethodID, ...) -> jchar;
    CallNonvirtualCharMethodV(jobject, jclass, jmethodID, *mut c_void) -> jchar;
    CallNonvirtualCharMethodA(jobject, jclass, jmethodID, *const jvalue) -> jchar;
    CallNonvirtualShortMethod(jobject, jclass, jmethodID, ...) -> jshort;
    CallNonvirtualShortMethodV(jobject, jclass, jmethodID, *mut c_void) -> jshort;
    CallNonvirtualShortMethodA(jobject, jclass, jmethodID, *const jvalue) -> jshort;
    CallNonvirtualIntMethod(jobject, jclass, jmethodID, ...) -> jint;
    CallNonvirtualIntMethodV(jobject, jclass, jmethodID, *mut c_void) -> jint;
    CallNonvirtualIntMethodA(jobject, jclass, jmethodID, *const jvalue) -> jint;
    CallNonvirtualLongMethod(jobject, jclass, jmethodID, ...) -> jlong;
    CallNonvirtualLongMethodV(jobject, jclass, jmethodID, *mut c_void) -> jlong;
    CallNonvirtualLongMethodA(jobject, jclass, jmethodID, *const jvalue) -> jlong;
    CallNonvirtualFloatMethod(jobject, jclass, jmethodID, ...) -> jfloat;
    CallNonvirtualFloatMethodV(jobject, jclass, jmethodID, *mut c_void) -> jfloat;
    CallNonvirtualFloatMethodA(jobject, jclass, jmethodID, *const jvalue) -> jfloat;
    CallNonvirtualDoubleMethod(jobject, jclass, jmethodID, ...) -> jdouble;
    CallNonvirtualDoubleMethodV(jobject, jclass, jmethodID, *mut c_void) -> jdouble;
    CallNonvirtualDoubleMethodA(jobject, jclass, jmethodID, *const jvalue) -> jdouble;
    CallNonvirtualVoidMethod(jobject, jclass, jmethodID, ...) -> ();
    CallNonvirtualVoidMethodV(jobject, jclass, jmethodID, *mut c_void) -> ();
    CallNonvirtualVoidMethodA(jobject, jclass, jmethodID, *const jvalue) -> ();
    GetFieldID(jclass, *const c_char, *const c_char) -> jfieldID;
    GetObjectField(jobject, jfieldID) -> jobject;
    GetBooleanField(jobject, jfieldID) -> jboolean;
    GetByteField(jobject, jfieldID) -> jbyte;
    GetCharField(jobject, jfieldID) -> jchar;
    GetShortField(jobject, jfieldID) -> jshort;
    GetIntField(jobject, jfieldID) -> jint;
    GetLongField(jobject, jfieldID) -> jlong;
    GetFloatField(jobject, jfieldID) -> jfloat;
    GetDoubleField(jobject, jfieldID) -> jdouble;
    SetObjectField(jobject, jfieldID, jobject) -> ();
    SetBooleanField(jobject, jfieldID, jboolean) -> ();
    SetByteField(jobject, jfieldID, jbyte) -> ();
    SetCharField(jobject, jfieldID, jchar) -> ();
    SetShortField(jobject, jfieldID, jshort) -> ();
    SetIntField(jobject, jfieldID, jint) -> ();
    SetLongField(jobject, jfieldID, jlong) -> ();
    SetFloatField(jobject, jfieldID, jfloat) -> ();
    SetDoubleField(jobject, jfieldID, jdouble) -> ();
    GetStaticMethodID(jclass, *const c_char, *const c_char) -> jmethodID;
    CallStaticObjectMethod(jclass, jmethodID, ...) -> jobject;
    CallStaticObjectMethodV(jclass, jmethodID, *mut c_void) -> jobject;
    CallStaticObjectMethodA(jclass, jmethodID, *const jvalue) -> jobject;
    CallStaticBooleanMethod(jclass, jmethodID, ...) -> jboolean;
    CallStaticBooleanMethodV(jclass, jmethodID, *mut c_void) -> jboolean;
    CallStaticBooleanMethodA(jclass, jmethodID, *const jvalue) -> jboolean;
    CallStaticByteMethod(jclass, jmethodID, ...) -> jbyte;
    CallStaticByteMethodV(jclass, jmethodID, *mut c_void) -> jbyte;
    CallStaticByteMethodA(jclass, jmethodID, *const jvalue) -> jbyte;
    CallStaticCharMethod(jclass, jmethodID, ...) -> jchar;
    CallStaticCharMethodV(jclass, jmethodID, *mut c_void) -> jchar;
    CallStaticCharMethodA(jclass, jmethodID, *const jvalue) -> jchar;
    CallStaticShortMethod(jclass, jmethodID, ...) -> jshort;
    CallStaticShortMethodV(jclass, jmethodID, *mut c_void) -> jshort;
    CallStaticShortMethodA(jclass, jmethodID, *const jvalue) -> jshort;
    CallStaticIntMethod(jclass, jmethodID, ...) -> jint;
    CallStaticIntMethodV(jclass, jmethodID, *mut c_void) -> jint;
    CallStaticIntMethodA(jclass, jmethodID, *const jvalue) -> jint;
    CallStaticLongMethod(jclass, jmethodID, ...) -> jlong;
    CallStaticLongMethodV(jclass, jmethodID, *mut c_void) -> jlong;
    CallStaticLongMethodA(jclass, jmethodID, *const jvalue) -> jlong;
    CallStaticFloatMethod(jclass, jmethodID, ...) -> jfloat;
    CallStaticFloatMethodV(jclass, jmethodID, *mut c_void) -> jfloat;
    CallStaticFloatMethodA(jclass, jmethodID, *const jvalue) -> jfloat;
    CallStaticDoubleMethod(jclass, jmethodID, ...) -> jdouble;
    CallStaticDoubleMethodV(jclass, jmethodID, *mut c_void) -> jdouble;
    CallStaticDoubleMethodA(jclass, jmethodID, *const jvalue) -> jdouble;
    CallStaticVoidMethod(jclass, jmethodID, ...) -> ();
    CallStaticVoidMethodV(jclass, jmethodID, *mut c_void) -> ();
    CallStaticVoidMethodA(jclass, jmethodID, *const jvalue) -> ();
    GetStaticFieldID(jclass, *const c_char, *const c_char) -> jfieldID;
    GetStaticObjectField(jclass, jfieldID) -> jobject;
    GetStaticBooleanField(jclass, jfieldID) -> jboolean;
    GetStaticByteField(jclass, jfieldID) -> jbyte;
    GetStaticCharField(jclass, jfieldID) -> jchar;
    GetStaticShortField(jclass, jfieldID) -> jshort;
    GetStaticIntField(jclass, jfieldID) -> jint;
    GetStaticLongField(jclass, jfieldID) -> jlong;
    GetStaticFloatField(jclass, jfieldID) -> jfloat;
    GetStaticDoubleField(jclass, jfieldID) -> jdouble;
    SetStaticObjectField(jclass, jfieldID, jobject) -> ();
    SetStaticBooleanField(jclass, jfieldID, jboolean) -> ();
    SetStaticByteField(jclass, jfieldID, jbyte) -> ();
    SetStaticCharField(jclass, jfieldID, jchar) -> ();
    SetStaticShortField(jclass, jfieldID, jshort) -> ();
    SetStaticIntField(jclass, jfieldID, jint) -> ();
    SetStaticLongField(jclass, jfieldID, jlong) -> ();
    SetStaticFloatField(jclass, jfieldID, jfloat) -> ();
    SetStaticDoubleField(jclass, jfieldID, jdouble) -> ();
    NewString(*const jchar, jsize) -> jstring;
    GetStringLength(jstring) -> jsize;
    GetStringChars(jstring, *mut jboolean) -> *const jchar;
    ReleaseStringChars(jstring, *const jchar) -> ();
    NewStringUTF(*const c_char) -> jstring;
    GetStringUTFLength(jstring) -> jsize;
    GetStringUTFChars(jstring, *mut jboolean) -> *const c_char;
    ReleaseStringUTFChars(jstring, *const c_char) -> ();
    GetArrayLength(jarray) -> jsize;
    NewObjectArray(jsize, jclass, jobject) -> jarray;
    GetObjectArrayElement(jarray, jsize) -> jobject;
    SetObjectArrayElement(jarray, jsize, jobject) -> ();
    NewBooleanArray(jsize) -> jarray;
    NewByteArray(jsize) -> jarray;
    NewCharArray(jsize) -> jarray;
    NewShortArray(jsize) -> jarray;
    NewIntArray(jsize) -> jarray;
    NewLongArray(jsize) -> jarray;
    NewFloatArray(jsize) -> jarray;
    NewDoubleArray(jsize) -> jarray;
    GetBooleanArrayElements(jarray, *mut jboolean) -> *mut jboolean;
    GetByteArrayElements(jarray, *mut jboolean) -> *mut jbyte;
    GetCharArrayElements(jarray, *mut jboolean) -> *mut jchar;
    GetShortArrayElements(jarray, *mut jboolean) -> *mut jshort;
    GetIntArrayElements(jarray, *mut jboolean) -> *mut jint;
    GetLongArrayElements(jarray, *mut jboolean) -> *mut jlong;
    GetFloatArrayElements(jarray, *mut jboolean) -> *mut jfloat;
    GetDoubleArrayElements(jarray, *mut jboolean) -> *mut jdouble;
    ReleaseBooleanArrayElements(jarray, *mut jboolean, jint) -> ();
    ReleaseByteArrayElements(jarray, *mut jbyte, jint) -> ();
    ReleaseCharArrayElements(jarray, *mut jchar, jint) -> ();
    ReleaseShortArrayElements(jarray, *mut jshort, jint) -> ();
    ReleaseIntArrayElements(jarray, *mut jint, jint) -> ();
    ReleaseLongArrayElements(jarray, *mut jlong, jint) -> ();
    ReleaseFloatArrayElements(jarray, *mut jfloat, jint) -> ();
    ReleaseDoubleArrayElements(jarray, *mut jdouble, jint) -> ();
    GetBooleanArrayRegion(jarray, jsize, jsize, *mut jboolean) -> ();
    GetByteArrayRegion(jarray, jsize, jsize, *mut jbyte) -> ();
    GetCharArrayRegion(jarray, jsize, jsize, *mut jchar) -> ();
    GetShortArrayRegion(jarray, jsize, jsize, *mut jshort) -> ();
    GetIntArrayRegion(jarray, jsize, jsize, *mut jint) -> ();
    GetLongArrayRegion(jarray, jsize, jsize, *mut jlong) -> ();
    GetFloatArrayRegion(jarray, jsize, jsize, *mut jfloat) -> ();
    GetDoubleArrayRegion(jarray, jsize, jsize, *mut jdouble) -> ();
    SetBooleanArrayRegion(jarray, jsize, jsize, *const jboolean) -> ();
    SetByteArrayRegion(jarray, jsize, jsize, *const jbyte) -> ();
    SetCharArrayRegion(jarray, jsize, jsize, *const jchar) -> ();
    SetShortArrayRegion(jarray, jsize, jsize, *const jshort) -> ();
    SetIntArrayRegion(jarray, jsize, jsize, *const jint) -> ();
    SetLongArrayRegion(jarray, jsize, jsize, *const jlong) -> ();
    SetFloatArrayRegion(jarray, jsize, jsize, *const jfloat) -> ();
    SetDoubleArrayRegion(jarray, jsize, jsize, *const jdouble) -> ();
    RegisterNatives(jclass, *const NativeMethod, jint) -> jint;
    UnregisterNatives(jclass) -> jint;
    MonitorEnter(jobject) -> jint;
    MonitorExit(jobject) -> jint;
    GetJavaVM(*mut Vm) -> jint;
    GetStringRegion(jstring, jsize, jsize, *mut jchar) -> ();
    GetStringUTFRegion(jstring, jsize, jsize, *mut c_char) -> ();
    GetPrimitiveArrayCritical(jarray, *mut jboolean) -> *mut c_void;
    ReleasePrimitiveArrayCritical(jarray, *mut c_void, jint) -> ();
    GetStringCritical(jstring, *mut jboolean) -> *const jchar;
    ReleaseStringCritical(jstring, *const jchar) -> ();
    NewWeakGlobalRef(jobject) -> jobject;
    DeleteWeakGlobalRef(jobject) -> ();
    ExceptionCheck() -> jboolean;
    NewDirectByteBuffer(*mut c_void, jlong) -> jobject;
    GetDirectBufferAddress(jobject) -> *mut c_void;
    GetDirectBufferCapacity(jobject) -> jlong;
    GetObjectRefType(jobject) -> jint;
    GetModule(jclass) -> jobject;
}

const _: () = assert!(ENTRIES == 234 && size_of::<Table>() == 234 * size_of::<usize>());
