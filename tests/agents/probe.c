/* An agent in native code: calls what every agent calls, and tells of events. Its options are what it does. */
#include <jvmti.h>
#include <stdio.h>
#include <string.h>

static jvmtiEnv *ti;

static const char *name_of(jvmtiError error, char *buffer, size_t size) {
    char *name = NULL;
    if ((*ti)->GetErrorName(ti, error, &name) != JVMTI_ERROR_NONE) return "?";
    snprintf(buffer, size, "%s", name);
    (*ti)->Deallocate(ti, (unsigned char *)name);
    return buffer;
}

static void say(const char *what, jvmtiError error) {
    char name[100];
    jvmtiPhase phase = 0;
    (*ti)->GetPhase(ti, &phase);
    printf("%s: %s in phase %d\n", what, name_of(error, name, sizeof name), phase);
    fflush(stdout);
}

static void JNICALL vm_start(jvmtiEnv *env, JNIEnv *jni) {
    say("VMStart", JVMTI_ERROR_NONE);
    printf("JNI version %x, String %d\n", (*jni)->GetVersion(jni), (*jni)->FindClass(jni, "java/lang/String") != NULL);
}

static void JNICALL vm_init(jvmtiEnv *env, JNIEnv *jni, jthread thread) {
    jclass type = (*jni)->GetObjectClass(jni, thread);
    jint count = 0;
    jclass *classes = NULL;
    void *data = NULL;
    jlong size = 0;
    jobject module = NULL, loader = (jobject)&size;
    jboolean yes = JNI_FALSE;
    say("VMInit", JVMTI_ERROR_NONE);
    printf("a thread %d\n", (*jni)->IsSameObject(jni, type, (*jni)->FindClass(jni, "java/lang/Thread")));
    say("GetLoadedClasses", (*ti)->GetLoadedClasses(ti, &count, &classes));
    printf("classes %d, the first is one %d\n", count > 300,
           (*jni)->IsInstanceOf(jni, classes[0], (*jni)->FindClass(jni, "java/lang/Class")));
    (*ti)->Deallocate(ti, (unsigned char *)classes);
    say("SetThreadLocalStorage", (*ti)->SetThreadLocalStorage(ti, NULL, &count));
    say("GetThreadLocalStorage", (*ti)->GetThreadLocalStorage(ti, thread, &data));
    printf("the same data %d\n", data == &count);
    say("GetObjectSize", (*ti)->GetObjectSize(ti, (*jni)->NewByteArray(jni, 100), &size));
    printf("large enough %d\n", size >= 100 && size < 200);
    say("GetNamedModule", (*ti)->GetNamedModule(ti, NULL, "java/lang", &module));
    say("IsModifiableModule", (*ti)->IsModifiableModule(ti, module, &yes));
    say("GetClassLoader", (*ti)->GetClassLoader(ti, type, &loader));
    printf("module %d, modifiable %d, boot loader %d\n", module != NULL, yes, loader == NULL);
    say("IsInterface", (*ti)->IsInterface(ti, (*jni)->FindClass(jni, "java/lang/Runnable"), &yes));
    printf("interface %d\n", yes);
    say("IsArrayClass of a thread", (*ti)->IsArrayClass(ti, thread, &yes));
    say("AddModuleReads of null", (*ti)->AddModuleReads(ti, NULL, module));
    say("SetSystemProperty", (*ti)->SetSystemProperty(ti, "late", "x"));
}

static void JNICALL vm_death(jvmtiEnv *env, JNIEnv *jni) {
    say("VMDeath", JVMTI_ERROR_NONE);
}

static void JNICALL class_file(jvmtiEnv *env, JNIEnv *jni, jclass redefined, jobject loader, const char *name, jobject domain,
                               jint length, const unsigned char *data, jint *new_length, unsigned char **new_data) {
    if (name != NULL && (strcmp(name, "First") == 0 || strcmp(name, "Second") == 0)) {
        printf("%s: %d bytes, magic %x, loader %d\n", name, length > 100, data[0], loader != NULL);
        fflush(stdout);
        if (name[0] == 'S') {
            /* the same class, with a longer text in the place of another */
            jint i = 0;
            (*env)->Allocate(env, length + 4, new_data);
            while (memcmp(data + i, "another text", 12) != 0) i++;
            memcpy(*new_data, data, i);
            memcpy(*new_data + i, "yet another text", 16);
            memcpy(*new_data + i + 16, data + i + 12, length - i - 12);
            (*new_data)[i - 1] = 16;
            *new_length = length + 4;
        }
    }
}

static jint start(JavaVM *vm, const char *options) {
    jvmtiEventCallbacks callbacks = {0};
    jvmtiCapabilities capabilities = {0};
    jint version = 0;
    jlong time = 0;
    void *stored = NULL, *other = NULL;
    char *value = NULL, *format = NULL;
    jvmtiJlocationFormat location;
    unsigned char *memory = NULL;
    if ((*vm)->GetEnv(vm, (void **)&ti, JVMTI_VERSION_11) != JNI_OK) return JNI_ERR;
    printf("options %s, version 2: %d, version 12: %d\n", options ? options : "none", (*vm)->GetEnv(vm, &other, 0x30020000),
           (*vm)->GetEnv(vm, &other, 0x300c0000));
    say("GetVersionNumber", (*ti)->GetVersionNumber(ti, &version));
    printf("version %x\n", version & ~0xff);
    say("Allocate", (*ti)->Allocate(ti, 10, &memory));
    memset(memory, 1, 10);
    say("Deallocate", (*ti)->Deallocate(ti, memory));
    say("Allocate of less than nothing", (*ti)->Allocate(ti, -1, &memory));
    say("Allocate to null", (*ti)->Allocate(ti, 1, NULL));
    say("SetEnvironmentLocalStorage", (*ti)->SetEnvironmentLocalStorage(ti, &version));
    say("GetEnvironmentLocalStorage", (*ti)->GetEnvironmentLocalStorage(ti, &stored));
    printf("the same data %d\n", stored == &version);
    say("GetJLocationFormat", (*ti)->GetJLocationFormat(ti, &location));
    printf("location %d\n", location);
    say("GetTime", (*ti)->GetTime(ti, &time));
    say("GetErrorName", (*ti)->GetErrorName(ti, 7, &format));
    say("GetSystemProperty", (*ti)->GetSystemProperty(ti, "my.property", &value));
    printf("property %s\n", value);
    say("GetSystemProperty of none", (*ti)->GetSystemProperty(ti, "no.such.property", &value));
    say("SetNativeMethodPrefix", (*ti)->SetNativeMethodPrefix(ti, "x"));
    capabilities.can_generate_all_class_hook_events = 1;
    say("AddCapabilities", (*ti)->AddCapabilities(ti, &capabilities));
    memset(&capabilities, 0xff, sizeof capabilities);
    say("AddCapabilities of all", (*ti)->AddCapabilities(ti, &capabilities));
    say("GetCapabilities", (*ti)->GetCapabilities(ti, &capabilities));
    printf("has %d %d\n", capabilities.can_generate_all_class_hook_events, capabilities.can_pop_frame);
    callbacks.VMStart = vm_start;
    callbacks.VMInit = vm_init;
    callbacks.VMDeath = vm_death;
    callbacks.ClassFileLoadHook = class_file;
    say("SetEventCallbacks", (*ti)->SetEventCallbacks(ti, &callbacks, sizeof callbacks));
    for (jvmtiEvent event = JVMTI_EVENT_VM_INIT; event <= JVMTI_EVENT_VM_DEATH; event++)
        say("SetEventNotificationMode", (*ti)->SetEventNotificationMode(ti, JVMTI_ENABLE, event, NULL));
    say("VMStart", (*ti)->SetEventNotificationMode(ti, JVMTI_ENABLE, JVMTI_EVENT_VM_START, NULL));
    say("ClassFileLoadHook", (*ti)->SetEventNotificationMode(ti, JVMTI_ENABLE, JVMTI_EVENT_CLASS_FILE_LOAD_HOOK, NULL));
    say("no event", (*ti)->SetEventNotificationMode(ti, JVMTI_ENABLE, 10, NULL));
    say("MethodEntry", (*ti)->SetEventNotificationMode(ti, JVMTI_ENABLE, JVMTI_EVENT_METHOD_ENTRY, NULL) == 0 ? 0 : JVMTI_ERROR_MUST_POSSESS_CAPABILITY);
    say("GetLoadedClasses", (*ti)->GetLoadedClasses(ti, &version, NULL) == JVMTI_ERROR_NONE ? 0 : JVMTI_ERROR_WRONG_PHASE);
    if (options != NULL && strcmp(options, "dispose") == 0) say("DisposeEnvironment", (*ti)->DisposeEnvironment(ti));
    if (options != NULL && strcmp(options, "fail") == 0) return 1;
    return JNI_OK;
}

JNIEXPORT jint JNICALL Agent_OnLoad(JavaVM *vm, char *options, void *reserved) {
    return start(vm, options);
}

JNIEXPORT jint JNICALL Agent_OnAttach(JavaVM *vm, char *options, void *reserved) {
    jvmtiPhase phase;
    if ((*vm)->GetEnv(vm, (void **)&ti, JVMTI_VERSION_1_2) != JNI_OK) return JNI_ERR;
    (*ti)->GetPhase(ti, &phase);
    printf("attached with %s in phase %d\n", options, phase);
    fflush(stdout);
    return JNI_OK;
}

JNIEXPORT void JNICALL Agent_OnUnload(JavaVM *vm) {
    printf("Agent_OnUnload\n");
    fflush(stdout);
}

JNIEXPORT jint JNICALL Java_Prefixed_work(JNIEnv *jni, jclass type) {
    return 41;
}
