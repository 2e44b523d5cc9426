/* A program that embeds a virtual machine: what JNI_CreateJavaVM, DestroyJavaVM and AttachCurrentThread answer, in what order one may
 * want. The first argument is the library. */
#include <dlfcn.h>
#include <jni.h>
#include <pthread.h>
#include <stdio.h>

typedef jint (*create_fn)(JavaVM **, void **, void *);
typedef jint (*created_fn)(JavaVM **, jsize, jsize *);

static JavaVM *vm;

static void *visitor(void *arg) {
    JNIEnv *env = NULL;
    for (int i = 0; i < 50; i++) {
        if ((*vm)->AttachCurrentThread(vm, (void **)&env, NULL) != JNI_OK) {
            return "cannot attach";
        }
        jobject s = (*env)->NewStringUTF(env, "visitor");
        if (s == NULL || (*vm)->DetachCurrentThread(vm) != JNI_OK) {
            return "cannot work";
        }
    }
    return arg;
}

int main(int argc, char **argv) {
    void *lib = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
    if (lib == NULL) {
        puts(dlerror());
        return 2;
    }
    create_fn create = (create_fn)dlsym(lib, "JNI_CreateJavaVM");
    created_fn created = (created_fn)dlsym(lib, "JNI_GetCreatedJavaVMs");
    JNIEnv *env = NULL;
    jsize n = -1;
    JavaVMOption bad[1] = {{"-Xnosuch", NULL}};
    JavaVMInitArgs refused = {JNI_VERSION_10, 1, bad, JNI_FALSE};
    printf("refused %d\n", create(&vm, (void **)&env, &refused));
    JavaVMInitArgs old = {0x00010001, 0, NULL, JNI_FALSE};
    printf("version %d\n", create(&vm, (void **)&env, &old));
    JavaVMOption options[2] = {{"-Xmx64m", NULL}, {"-Xlog:disable", NULL}};
    JavaVMInitArgs args = {JNI_VERSION_10, 2, options, JNI_FALSE};
    int made = create(&vm, (void **)&env, &args);
    printf("create %d\n", made);
    if (made != JNI_OK) {
        return 3;
    }
    JavaVM *other = NULL;
    void *other_env = NULL;
    created(&other, 1, &n);
    printf("created %d %d\n", n, other == vm);
    printf("again %d\n", create(&other, &other_env, &args));
    pthread_t threads[20];
    for (int i = 0; i < 20; i++) {
        pthread_create(&threads[i], NULL, visitor, NULL);
    }
    for (int i = 0; i < 20; i++) {
        void *why = NULL;
        pthread_join(threads[i], &why);
        if (why != NULL) {
            puts(why);
        }
    }
    jclass string = (*env)->FindClass(env, "java/lang/String");
    printf("class %d\n", string != NULL);
    printf("missing %d\n", (*env)->FindClass(env, "no/Such") == NULL && (*env)->ExceptionCheck(env));
    (*env)->ExceptionClear(env);
    printf("destroy %d\n", (*vm)->DestroyJavaVM(vm));
    n = -1;
    created(&other, 1, &n);
    printf("created %d\n", n);
    printf("attach %d\n", (*vm)->AttachCurrentThread(vm, (void **)&env, NULL));
    printf("afterwards %d\n", create(&vm, (void **)&env, &args));
    fflush(stdout);
    return argc > 9;
}
