/*
 * Callers of the JNI functions that take a va_list: each collects its own variable arguments and
 * hands them on. The functions are reached by their index in the function table (JNI specification,
 * chapter 4), so that nothing of a JDK's headers is needed.
 */
#include <stdarg.h>
#include <stdint.h>

typedef void *ref;
typedef void **const *env_t;

#define V_CALL(name, type, index)                                                                       \
    type va_##name(env_t env, ref receiver, ref method, ...) {                                          \
        va_list args;                                                                                   \
        va_start(args, method);                                                                         \
        type result = ((type (*)(env_t, ref, ref, va_list))(*env)[index])(env, receiver, method, args); \
        va_end(args);                                                                                   \
        return result;                                                                                  \
    }

#define V_CALL_NONVIRTUAL(name, type, index)                                                            \
    type va_##name(env_t env, ref receiver, ref class, ref method, ...) {                               \
        va_list args;                                                                                   \
        va_start(args, method);                                                                         \
        type result =                                                                                   \
            ((type (*)(env_t, ref, ref, ref, va_list))(*env)[index])(env, receiver, class, method, args); \
        va_end(args);                                                                                   \
        return result;                                                                                  \
    }

V_CALL(NewObjectV, ref, 29)
V_CALL(CallObjectMethodV, ref, 35)
V_CALL(CallBooleanMethodV, uint8_t, 38)
V_CALL(CallByteMethodV, int8_t, 41)
V_CALL(CallCharMethodV, uint16_t, 44)
V_CALL(CallShortMethodV, int16_t, 47)
V_CALL(CallIntMethodV, int32_t, 50)
V_CALL(CallLongMethodV, int64_t, 53)
V_CALL(CallFloatMethodV, float, 56)
V_CALL(CallDoubleMethodV, double, 59)
V_CALL_NONVIRTUAL(CallNonvirtualObjectMethodV, ref, 65)
V_CALL_NONVIRTUAL(CallNonvirtualBooleanMethodV, uint8_t, 68)
V_CALL_NONVIRTUAL(CallNonvirtualByteMethodV, int8_t, 71)
V_CALL_NONVIRTUAL(CallNonvirtualCharMethodV, uint16_t, 74)
V_CALL_NONVIRTUAL(CallNonvirtualShortMethodV, int16_t, 77)
V_CALL_NONVIRTUAL(CallNonvirtualIntMethodV, int32_t, 80)
V_CALL_NONVIRTUAL(CallNonvirtualLongMethodV, int64_t, 83)
V_CALL_NONVIRTUAL(CallNonvirtualFloatMethodV, float, 86)
V_CALL_NONVIRTUAL(CallNonvirtualDoubleMethodV, double, 89)
V_CALL(CallStaticObjectMethodV, ref, 115)
V_CALL(CallStaticBooleanMethodV, uint8_t, 118)
V_CALL(CallStaticByteMethodV, int8_t, 121)
V_CALL(CallStaticCharMethodV, uint16_t, 124)
V_CALL(CallStaticShortMethodV, int16_t, 127)
V_CALL(CallStaticIntMethodV, int32_t, 130)
V_CALL(CallStaticLongMethodV, int64_t, 133)
V_CALL(CallStaticFloatMethodV, float, 136)
V_CALL(CallStaticDoubleMethodV, double, 139)

void va_CallVoidMethodV(env_t env, ref receiver, ref method, ...) {
    va_list args;
    va_start(args, method);
    ((void (*)(env_t, ref, ref, va_list))(*env)[62])(env, receiver, method, args);
    va_end(args);
}

void va_CallNonvirtualVoidMethodV(env_t env, ref receiver, ref class, ref method, ...) {
    va_list args;
    va_start(args, method);
    ((void (*)(env_t, ref, ref, ref, va_list))(*env)[92])(env, receiver, class, method, args);
    va_end(args);
}

void va_CallStaticVoidMethodV(env_t env, ref receiver, ref method, ...) {
    va_list args;
    va_start(args, method);
    ((void (*)(env_t, ref, ref, va_list))(*env)[142])(env, receiver, method, args);
    va_end(args);
}
