// A class chain 120 deep, a class with 90 interfaces, 300 methods and 200 fields: big vtables, itables, subtype checks.
public class WideHierarchy {
    interface F0 { int f0(int x); default int d0() { return f0(0); } }

    interface F1 { int f1(int x); default int d1() { return f1(1); } }

    interface F2 { int f2(int x); default int d2() { return f2(2); } }

    interface F3 { int f3(int x); default int d3() { return f3(3); } }

    interface F4 { int f4(int x); default int d4() { return f4(4); } }

    interface F5 { int f5(int x); default int d5() { return f5(5); } }

    interface F6 { int f6(int x); default int d6() { return f6(6); } }

    interface F7 { int f7(int x); default int d7() { return f7(7); } }

    interface F8 { int f8(int x); default int d8() { return f8(8); } }

    interface F9 { int f9(int x); default int d9() { return f9(9); } }

    interface F10 { int f10(int x); default int d10() { return f10(10); } }

    interface F11 { int f11(int x); default int d11() { return f11(11); } }

    interface F12 { int f12(int x); default int d12() { return f12(12); } }

    interface F13 { int f13(int x); default int d13() { return f13(13); } }

    interface F14 { int f14(int x); default int d14() { return f14(14); } }

    interface F15 { int f15(int x); default int d15() { return f15(15); } }

    interface F16 { int f16(int x); default int d16() { return f16(16); } }

    interface F17 { int f17(int x); default int d17() { return f17(17); } }

    interface F18 { int f18(int x); default int d18() { return f18(18); } }

    interface F19 { int f19(int x); default int d19() { return f19(19); } }

    interface F20 { int f20(int x); default int d20() { return f20(20); } }

    interface F21 { int f21(int x); default int d21() { return f21(21); } }

    interface F22 { int f22(int x); default int d22() { return f22(22); } }

    interface F23 { int f23(int x); default int d23() { return f23(23); } }

    interface F24 { int f24(int x); default int d24() { return f24(24); } }

    interface F25 { int f25(int x); default int d25() { return f25(25); } }

    interface F26 { int f26(int x); default int d26() { return f26(26); } }

    interface F27 { int f27(int x); default int d27() { return f27(27); } }

    interface F28 { int f28(int x); default int d28() { return f28(28); } }

    interface F29 { int f29(int x); default int d29() { return f29(29); } }

    interface F30 { int f30(int x); default int d30() { return f30(30); } }

    interface F31 { int f31(int x); default int d31() { return f31(31); } }

    interface F32 { int f32(int x); default int d32() { return f32(32); } }

    interface F33 { int f33(int x); default int d33() { return f33(33); } }

    interface F34 { int f34(int x); default int d34() { return f34(34); } }

    interface F35 { int f35(int x); default int d35() { return f35(35); } }

    interface F36 { int f36(int x); default int d36() { return f36(36); } }

    interface F37 { int f37(int x); default int d37() { return f37(37); } }

    interface F38 { int f38(int x); default int d38() { return f38(38); } }

    interface F39 { int f39(int x); default int d39() { return f39(39); } }

    interface F40 { int f40(int x); default int d40() { return f40(40); } }

    interface F41 { int f41(int x); default int d41() { return f41(41); } }

    interface F42 { int f42(int x); default int d42() { return f42(42); } }

    interface F43 { int f43(int x); default int d43() { return f43(43); } }

    interface F44 { int f44(int x); default int d44() { return f44(44); } }

    interface F45 { int f45(int x); default int d45() { return f45(45); } }

    interface F46 { int f46(int x); default int d46() { return f46(46); } }

    interface F47 { int f47(int x); default int d47() { return f47(47); } }

    interface F48 { int f48(int x); default int d48() { return f48(48); } }

    interface F49 { int f49(int x); default int d49() { return f49(49); } }

    interface F50 { int f50(int x); default int d50() { return f50(50); } }

    interface F51 { int f51(int x); default int d51() { return f51(51); } }

    interface F52 { int f52(int x); default int d52() { return f52(52); } }

    interface F53 { int f53(int x); default int d53() { return f53(53); } }

    interface F54 { int f54(int x); default int d54() { return f54(54); } }

    interface F55 { int f55(int x); default int d55() { return f55(55); } }

    interface F56 { int f56(int x); default int d56() { return f56(56); } }

    interface F57 { int f57(int x); default int d57() { return f57(57); } }

    interface F58 { int f58(int x); default int d58() { return f58(58); } }

    interface F59 { int f59(int x); default int d59() { return f59(59); } }

    interface F60 { int f60(int x); default int d60() { return f60(60); } }

    interface F61 { int f61(int x); default int d61() { return f61(61); } }

    interface F62 { int f62(int x); default int d62() { return f62(62); } }

    interface F63 { int f63(int x); default int d63() { return f63(63); } }

    interface F64 { int f64(int x); default int d64() { return f64(64); } }

    interface F65 { int f65(int x); default int d65() { return f65(65); } }

    interface F66 { int f66(int x); default int d66() { return f66(66); } }

    interface F67 { int f67(int x); default int d67() { return f67(67); } }

    interface F68 { int f68(int x); default int d68() { return f68(68); } }

    interface F69 { int f69(int x); default int d69() { return f69(69); } }

    interface F70 { int f70(int x); default int d70() { return f70(70); } }

    interface F71 { int f71(int x); default int d71() { return f71(71); } }

    interface F72 { int f72(int x); default int d72() { return f72(72); } }

    interface F73 { int f73(int x); default int d73() { return f73(73); } }

    interface F74 { int f74(int x); default int d74() { return f74(74); } }

    interface F75 { int f75(int x); default int d75() { return f75(75); } }

    interface F76 { int f76(int x); default int d76() { return f76(76); } }

    interface F77 { int f77(int x); default int d77() { return f77(77); } }

    interface F78 { int f78(int x); default int d78() { return f78(78); } }

    interface F79 { int f79(int x); default int d79() { return f79(79); } }

    interface F80 { int f80(int x); default int d80() { return f80(80); } }

    interface F81 { int f81(int x); default int d81() { return f81(81); } }

    interface F82 { int f82(int x); default int d82() { return f82(82); } }

    interface F83 { int f83(int x); default int d83() { return f83(83); } }

    interface F84 { int f84(int x); default int d84() { return f84(84); } }

    interface F85 { int f85(int x); default int d85() { return f85(85); } }

    interface F86 { int f86(int x); default int d86() { return f86(86); } }

    interface F87 { int f87(int x); default int d87() { return f87(87); } }

    interface F88 { int f88(int x); default int d88() { return f88(88); } }

    interface F89 { int f89(int x); default int d89() { return f89(89); } }

    static class All implements F0, F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12, F13, F14, F15, F16, F17, F18, F19, F20, F21, F22, F23, F24, F25, F26, F27, F28, F29, F30, F31, F32, F33, F34, F35, F36, F37, F38, F39, F40, F41, F42, F43, F44, F45, F46, F47, F48, F49, F50, F51, F52, F53, F54, F55, F56, F57, F58, F59, F60, F61, F62, F63, F64, F65, F66, F67, F68, F69, F70, F71, F72, F73, F74, F75, F76, F77, F78, F79, F80, F81, F82, F83, F84, F85, F86, F87, F88, F89 {
        public int f0(int x) { return x * 1; }
        public int f1(int x) { return x * 2; }
        public int f2(int x) { return x * 3; }
        public int f3(int x) { return x * 4; }
        public int f4(int x) { return x * 5; }
        public int f5(int x) { return x * 6; }
        public int f6(int x) { return x * 7; }
        public int f7(int x) { return x * 8; }
        public int f8(int x) { return x * 9; }
        public int f9(int x) { return x * 10; }
        public int f10(int x) { return x * 11; }
        public int f11(int x) { return x * 12; }
        public int f12(int x) { return x * 13; }
        public int f13(int x) { return x * 14; }
        public int f14(int x) { return x * 15; }
        public int f15(int x) { return x * 16; }
        public int f16(int x) { return x * 17; }
        public int f17(int x) { return x * 18; }
        public int f18(int x) { return x * 19; }
        public int f19(int x) { return x * 20; }
        public int f20(int x) { return x * 21; }
        public int f21(int x) { return x * 22; }
        public int f22(int x) { return x * 23; }
        public int f23(int x) { return x * 24; }
        public int f24(int x) { return x * 25; }
        public int f25(int x) { return x * 26; }
        public int f26(int x) { return x * 27; }
        public int f27(int x) { return x * 28; }
        public int f28(int x) { return x * 29; }
        public int f29(int x) { return x * 30; }
        public int f30(int x) { return x * 31; }
        public int f31(int x) { return x * 32; }
        public int f32(int x) { return x * 33; }
        public int f33(int x) { return x * 34; }
        public int f34(int x) { return x * 35; }
        public int f35(int x) { return x * 36; }
        public int f36(int x) { return x * 37; }
        public int f37(int x) { return x * 38; }
        public int f38(int x) { return x * 39; }
        public int f39(int x) { return x * 40; }
        public int f40(int x) { return x * 41; }
        public int f41(int x) { return x * 42; }
        public int f42(int x) { return x * 43; }
        public int f43(int x) { return x * 44; }
        public int f44(int x) { return x * 45; }
        public int f45(int x) { return x * 46; }
        public int f46(int x) { return x * 47; }
        public int f47(int x) { return x * 48; }
        public int f48(int x) { return x * 49; }
        public int f49(int x) { return x * 50; }
        public int f50(int x) { return x * 51; }
        public int f51(int x) { return x * 52; }
        public int f52(int x) { return x * 53; }
        public int f53(int x) { return x * 54; }
        public int f54(int x) { return x * 55; }
        public int f55(int x) { return x * 56; }
        public int f56(int x) { return x * 57; }
        public int f57(int x) { return x * 58; }
        public int f58(int x) { return x * 59; }
        public int f59(int x) { return x * 60; }
        public int f60(int x) { return x * 61; }
        public int f61(int x) { return x * 62; }
        public int f62(int x) { return x * 63; }
        public int f63(int x) { return x * 64; }
        public int f64(int x) { return x * 65; }
        public int f65(int x) { return x * 66; }
        public int f66(int x) { return x * 67; }
        public int f67(int x) { return x * 68; }
        public int f68(int x) { return x * 69; }
        public int f69(int x) { return x * 70; }
        public int f70(int x) { return x * 71; }
        public int f71(int x) { return x * 72; }
        public int f72(int x) { return x * 73; }
        public int f73(int x) { return x * 74; }
        public int f74(int x) { return x * 75; }
        public int f75(int x) { return x * 76; }
        public int f76(int x) { return x * 77; }
        public int f77(int x) { return x * 78; }
        public int f78(int x) { return x * 79; }
        public int f79(int x) { return x * 80; }
        public int f80(int x) { return x * 81; }
        public int f81(int x) { return x * 82; }
        public int f82(int x) { return x * 83; }
        public int f83(int x) { return x * 84; }
        public int f84(int x) { return x * 85; }
        public int f85(int x) { return x * 86; }
        public int f86(int x) { return x * 87; }
        public int f87(int x) { return x * 88; }
        public int f88(int x) { return x * 89; }
        public int f89(int x) { return x * 90; }
    }

    static class L0 { int v() { return 0; } int own() { return 1000; } int x0 = 1; }

    static class L1 extends L0 { int w1() { return 1; } int x1 = x0 + 1; }
    static class L2 extends L1 { int w2() { return 2; } int x2 = x1 + 2; }
    static class L3 extends L2 { @Override int v() { return 3; } int x3 = x2 + 3; }
    static class L4 extends L3 { int w4() { return 4; } int x4 = x3 + 4; }
    static class L5 extends L4 { int w5() { return 5; } int x5 = x4 + 5; }
    static class L6 extends L5 { @Override int v() { return super.v() + 6; } int x6 = x5 + 6; }
    static class L7 extends L6 { int w7() { return 7; } int x7 = x6 + 7; }
    static class L8 extends L7 { int w8() { return 8; } int x8 = x7 + 8; }
    static class L9 extends L8 { @Override int v() { return 9; } int x9 = x8 + 9; }
    static class L10 extends L9 { int w10() { return 10; } int x10 = x9 + 10; }
    static class L11 extends L10 { int w11() { return 11; } int x11 = x10 + 11; }
    static class L12 extends L11 { @Override int v() { return super.v() + 12; } int x12 = x11 + 12; }
    static class L13 extends L12 { int w13() { return 13; } int x13 = x12 + 13; }
    static class L14 extends L13 { int w14() { return 14; } int x14 = x13 + 14; }
    static class L15 extends L14 { @Override int v() { return 15; } int x15 = x14 + 15; }
    static class L16 extends L15 { int w16() { return 16; } int x16 = x15 + 16; }
    static class L17 extends L16 { int w17() { return 17; } int x17 = x16 + 17; }
    static class L18 extends L17 { @Override int v() { return super.v() + 18; } int x18 = x17 + 18; }
    static class L19 extends L18 { int w19() { return 19; } int x19 = x18 + 19; }
    static class L20 extends L19 { int w20() { return 20; } int x20 = x19 + 20; }
    static class L21 extends L20 { @Override int v() { return 21; } int x21 = x20 + 21; }
    static class L22 extends L21 { int w22() { return 22; } int x22 = x21 + 22; }
    static class L23 extends L22 { int w23() { return 23; } int x23 = x22 + 23; }
    static class L24 extends L23 { @Override int v() { return super.v() + 24; } int x24 = x23 + 24; }
    static class L25 extends L24 { int w25() { return 25; } int x25 = x24 + 25; }
    static class L26 extends L25 { int w26() { return 26; } int x26 = x25 + 26; }
    static class L27 extends L26 { @Override int v() { return 27; } int x27 = x26 + 27; }
    static class L28 extends L27 { int w28() { return 28; } int x28 = x27 + 28; }
    static class L29 extends L28 { int w29() { return 29; } int x29 = x28 + 29; }
    static class L30 extends L29 { @Override int v() { return super.v() + 30; } int x30 = x29 + 30; }
    static class L31 extends L30 { int w31() { return 31; } int x31 = x30 + 31; }
    static class L32 extends L31 { int w32() { return 32; } int x32 = x31 + 32; }
    static class L33 extends L32 { @Override int v() { return 33; } int x33 = x32 + 33; }
    static class L34 extends L33 { int w34() { return 34; } int x34 = x33 + 34; }
    static class L35 extends L34 { int w35() { return 35; } int x35 = x34 + 35; }
    static class L36 extends L35 { @Override int v() { return super.v() + 36; } int x36 = x35 + 36; }
    static class L37 extends L36 { int w37() { return 37; } int x37 = x36 + 37; }
    static class L38 extends L37 { int w38() { return 38; } int x38 = x37 + 38; }
    static class L39 extends L38 { @Override int v() { return 39; } int x39 = x38 + 39; }
    static class L40 extends L39 { int w40() { return 40; } int x40 = x39 + 40; }
    static class L41 extends L40 { int w41() { return 41; } int x41 = x40 + 41; }
    static class L42 extends L41 { @Override int v() { return super.v() + 42; } int x42 = x41 + 42; }
    static class L43 extends L42 { int w43() { return 43; } int x43 = x42 + 43; }
    static class L44 extends L43 { int w44() { return 44; } int x44 = x43 + 44; }
    static class L45 extends L44 { @Override int v() { return 45; } int x45 = x44 + 45; }
    static class L46 extends L45 { int w46() { return 46; } int x46 = x45 + 46; }
    static class L47 extends L46 { int w47() { return 47; } int x47 = x46 + 47; }
    static class L48 extends L47 { @Override int v() { return super.v() + 48; } int x48 = x47 + 48; }
    static class L49 extends L48 { int w49() { return 49; } int x49 = x48 + 49; }
    static class L50 extends L49 { int w50() { return 50; } int x50 = x49 + 50; }
    static class L51 extends L50 { @Override int v() { return 51; } int x51 = x50 + 51; }
    static class L52 extends L51 { int w52() { return 52; } int x52 = x51 + 52; }
    static class L53 extends L52 { int w53() { return 53; } int x53 = x52 + 53; }
    static class L54 extends L53 { @Override int v() { return super.v() + 54; } int x54 = x53 + 54; }
    static class L55 extends L54 { int w55() { return 55; } int x55 = x54 + 55; }
    static class L56 extends L55 { int w56() { return 56; } int x56 = x55 + 56; }
    static class L57 extends L56 { @Override int v() { return 57; } int x57 = x56 + 57; }
    static class L58 extends L57 { int w58() { return 58; } int x58 = x57 + 58; }
    static class L59 extends L58 { int w59() { return 59; } int x59 = x58 + 59; }
    static class L60 extends L59 { @Override int v() { return super.v() + 60; } int x60 = x59 + 60; }
    static class L61 extends L60 { int w61() { return 61; } int x61 = x60 + 61; }
    static class L62 extends L61 { int w62() { return 62; } int x62 = x61 + 62; }
    static class L63 extends L62 { @Override int v() { return 63; } int x63 = x62 + 63; }
    static class L64 extends L63 { int w64() { return 64; } int x64 = x63 + 64; }
    static class L65 extends L64 { int w65() { return 65; } int x65 = x64 + 65; }
    static class L66 extends L65 { @Override int v() { return super.v() + 66; } int x66 = x65 + 66; }
    static class L67 extends L66 { int w67() { return 67; } int x67 = x66 + 67; }
    static class L68 extends L67 { int w68() { return 68; } int x68 = x67 + 68; }
    static class L69 extends L68 { @Override int v() { return 69; } int x69 = x68 + 69; }
    static class L70 extends L69 { int w70() { return 70; } int x70 = x69 + 70; }
    static class L71 extends L70 { int w71() { return 71; } int x71 = x70 + 71; }
    static class L72 extends L71 { @Override int v() { return super.v() + 72; } int x72 = x71 + 72; }
    static class L73 extends L72 { int w73() { return 73; } int x73 = x72 + 73; }
    static class L74 extends L73 { int w74() { return 74; } int x74 = x73 + 74; }
    static class L75 extends L74 { @Override int v() { return 75; } int x75 = x74 + 75; }
    static class L76 extends L75 { int w76() { return 76; } int x76 = x75 + 76; }
    static class L77 extends L76 { int w77() { return 77; } int x77 = x76 + 77; }
    static class L78 extends L77 { @Override int v() { return super.v() + 78; } int x78 = x77 + 78; }
    static class L79 extends L78 { int w79() { return 79; } int x79 = x78 + 79; }
    static class L80 extends L79 { int w80() { return 80; } int x80 = x79 + 80; }
    static class L81 extends L80 { @Override int v() { return 81; } int x81 = x80 + 81; }
    static class L82 extends L81 { int w82() { return 82; } int x82 = x81 + 82; }
    static class L83 extends L82 { int w83() { return 83; } int x83 = x82 + 83; }
    static class L84 extends L83 { @Override int v() { return super.v() + 84; } int x84 = x83 + 84; }
    static class L85 extends L84 { int w85() { return 85; } int x85 = x84 + 85; }
    static class L86 extends L85 { int w86() { return 86; } int x86 = x85 + 86; }
    static class L87 extends L86 { @Override int v() { return 87; } int x87 = x86 + 87; }
    static class L88 extends L87 { int w88() { return 88; } int x88 = x87 + 88; }
    static class L89 extends L88 { int w89() { return 89; } int x89 = x88 + 89; }
    static class L90 extends L89 { @Override int v() { return super.v() + 90; } int x90 = x89 + 90; }
    static class L91 extends L90 { int w91() { return 91; } int x91 = x90 + 91; }
    static class L92 extends L91 { int w92() { return 92; } int x92 = x91 + 92; }
    static class L93 extends L92 { @Override int v() { return 93; } int x93 = x92 + 93; }
    static class L94 extends L93 { int w94() { return 94; } int x94 = x93 + 94; }
    static class L95 extends L94 { int w95() { return 95; } int x95 = x94 + 95; }
    static class L96 extends L95 { @Override int v() { return super.v() + 96; } int x96 = x95 + 96; }
    static class L97 extends L96 { int w97() { return 97; } int x97 = x96 + 97; }
    static class L98 extends L97 { int w98() { return 98; } int x98 = x97 + 98; }
    static class L99 extends L98 { @Override int v() { return 99; } int x99 = x98 + 99; }
    static class L100 extends L99 { int w100() { return 100; } int x100 = x99 + 100; }
    static class L101 extends L100 { int w101() { return 101; } int x101 = x100 + 101; }
    static class L102 extends L101 { @Override int v() { return super.v() + 102; } int x102 = x101 + 102; }
    static class L103 extends L102 { int w103() { return 103; } int x103 = x102 + 103; }
    static class L104 extends L103 { int w104() { return 104; } int x104 = x103 + 104; }
    static class L105 extends L104 { @Override int v() { return 105; } int x105 = x104 + 105; }
    static class L106 extends L105 { int w106() { return 106; } int x106 = x105 + 106; }
    static class L107 extends L106 { int w107() { return 107; } int x107 = x106 + 107; }
    static class L108 extends L107 { @Override int v() { return super.v() + 108; } int x108 = x107 + 108; }
    static class L109 extends L108 { int w109() { return 109; } int x109 = x108 + 109; }
    static class L110 extends L109 { int w110() { return 110; } int x110 = x109 + 110; }
    static class L111 extends L110 { @Override int v() { return 111; } int x111 = x110 + 111; }
    static class L112 extends L111 { int w112() { return 112; } int x112 = x111 + 112; }
    static class L113 extends L112 { int w113() { return 113; } int x113 = x112 + 113; }
    static class L114 extends L113 { @Override int v() { return super.v() + 114; } int x114 = x113 + 114; }
    static class L115 extends L114 { int w115() { return 115; } int x115 = x114 + 115; }
    static class L116 extends L115 { int w116() { return 116; } int x116 = x115 + 116; }
    static class L117 extends L116 { @Override int v() { return 117; } int x117 = x116 + 117; }
    static class L118 extends L117 { int w118() { return 118; } int x118 = x117 + 118; }
    static class L119 extends L118 { int w119() { return 119; } int x119 = x118 + 119; }

    static class Big {
        int g0 = 0;
        long g1 = 1;
        byte g2 = 2;
        double g3 = 3;
        Object g4;
        short g5 = 5;
        char g6 = 6;
        float g7 = 7;
        boolean g8;
        int g9 = 9;
        long g10 = 10;
        byte g11 = 11;
        double g12 = 12;
        Object g13;
        short g14 = 14;
        char g15 = 15;
        float g16 = 16;
        boolean g17;
        int g18 = 18;
        long g19 = 19;
        byte g20 = 20;
        double g21 = 21;
        Object g22;
        short g23 = 23;
        char g24 = 24;
        float g25 = 25;
        boolean g26;
        int g27 = 27;
        long g28 = 28;
        byte g29 = 29;
        double g30 = 30;
        Object g31;
        short g32 = 32;
        char g33 = 33;
        float g34 = 34;
        boolean g35;
        int g36 = 36;
        long g37 = 37;
        byte g38 = 38;
        double g39 = 39;
        Object g40;
        short g41 = 41;
        char g42 = 42;
        float g43 = 43;
        boolean g44;
        int g45 = 45;
        long g46 = 46;
        byte g47 = 47;
        double g48 = 48;
        Object g49;
        short g50 = 50;
        char g51 = 51;
        float g52 = 52;
        boolean g53;
        int g54 = 54;
        long g55 = 55;
        byte g56 = 56;
        double g57 = 57;
        Object g58;
        short g59 = 59;
        char g60 = 60;
        float g61 = 61;
        boolean g62;
        int g63 = 63;
        long g64 = 64;
        byte g65 = 65;
        double g66 = 66;
        Object g67;
        short g68 = 68;
        char g69 = 69;
        float g70 = 70;
        boolean g71;
        int g72 = 72;
        long g73 = 73;
        byte g74 = 74;
        double g75 = 75;
        Object g76;
        short g77 = 77;
        char g78 = 78;
        float g79 = 79;
        boolean g80;
        int g81 = 81;
        long g82 = 82;
        byte g83 = 83;
        double g84 = 84;
        Object g85;
        short g86 = 86;
        char g87 = 87;
        float g88 = 88;
        boolean g89;
        int g90 = 90;
        long g91 = 91;
        byte g92 = 92;
        double g93 = 93;
        Object g94;
        short g95 = 95;
        char g96 = 96;
        float g97 = 97;
        boolean g98;
        int g99 = 99;
        long g100 = 0;
        byte g101 = 1;
        double g102 = 2;
        Object g103;
        short g104 = 4;
        char g105 = 5;
        float g106 = 6;
        boolean g107;
        int g108 = 8;
        long g109 = 9;
        byte g110 = 10;
        double g111 = 11;
        Object g112;
        short g113 = 13;
        char g114 = 14;
        float g115 = 15;
        boolean g116;
        int g117 = 17;
        long g118 = 18;
        byte g119 = 19;
        double g120 = 20;
        Object g121;
        short g122 = 22;
        char g123 = 23;
        float g124 = 24;
        boolean g125;
        int g126 = 26;
        long g127 = 27;
        byte g128 = 28;
        double g129 = 29;
        Object g130;
        short g131 = 31;
        char g132 = 32;
        float g133 = 33;
        boolean g134;
        int g135 = 35;
        long g136 = 36;
        byte g137 = 37;
        double g138 = 38;
        Object g139;
        short g140 = 40;
        char g141 = 41;
        float g142 = 42;
        boolean g143;
        int g144 = 44;
        long g145 = 45;
        byte g146 = 46;
        double g147 = 47;
        Object g148;
        short g149 = 49;
        char g150 = 50;
        float g151 = 51;
        boolean g152;
        int g153 = 53;
        long g154 = 54;
        byte g155 = 55;
        double g156 = 56;
        Object g157;
        short g158 = 58;
        char g159 = 59;
        float g160 = 60;
        boolean g161;
        int g162 = 62;
        long g163 = 63;
        byte g164 = 64;
        double g165 = 65;
        Object g166;
        short g167 = 67;
        char g168 = 68;
        float g169 = 69;
        boolean g170;
        int g171 = 71;
        long g172 = 72;
        byte g173 = 73;
        double g174 = 74;
        Object g175;
        short g176 = 76;
        char g177 = 77;
        float g178 = 78;
        boolean g179;
        int g180 = 80;
        long g181 = 81;
        byte g182 = 82;
        double g183 = 83;
        Object g184;
        short g185 = 85;
        char g186 = 86;
        float g187 = 87;
        boolean g188;
        int g189 = 89;
        long g190 = 90;
        byte g191 = 91;
        double g192 = 92;
        Object g193;
        short g194 = 94;
        char g195 = 95;
        float g196 = 96;
        boolean g197;
        int g198 = 98;
        long g199 = 99;
        int m0(int x) { return x + 0; }
        int m1(int x) { return x + 1; }
        int m2(int x) { return x + 2; }
        int m3(int x) { return x + 3; }
        int m4(int x) { return x + 4; }
        int m5(int x) { return x + 5; }
        int m6(int x) { return x + 6; }
        int m7(int x) { return x + 7; }
        int m8(int x) { return x + 8; }
        int m9(int x) { return x + 9; }
        int m10(int x) { return x + 10; }
        int m11(int x) { return x + 11; }
        int m12(int x) { return x + 12; }
        int m13(int x) { return x + 13; }
        int m14(int x) { return x + 14; }
        int m15(int x) { return x + 15; }
        int m16(int x) { return x + 16; }
        int m17(int x) { return x + 17; }
        int m18(int x) { return x + 18; }
        int m19(int x) { return x + 19; }
        int m20(int x) { return x + 20; }
        int m21(int x) { return x + 21; }
        int m22(int x) { return x + 22; }
        int m23(int x) { return x + 23; }
        int m24(int x) { return x + 24; }
        int m25(int x) { return x + 25; }
        int m26(int x) { return x + 26; }
        int m27(int x) { return x + 27; }
        int m28(int x) { return x + 28; }
        int m29(int x) { return x + 29; }
        int m30(int x) { return x + 30; }
        int m31(int x) { return x + 31; }
        int m32(int x) { return x + 32; }
        int m33(int x) { return x + 33; }
        int m34(int x) { return x + 34; }
        int m35(int x) { return x + 35; }
        int m36(int x) { return x + 36; }
        int m37(int x) { return x + 37; }
        int m38(int x) { return x + 38; }
        int m39(int x) { return x + 39; }
        int m40(int x) { return x + 40; }
        int m41(int x) { return x + 41; }
        int m42(int x) { return x + 42; }
        int m43(int x) { return x + 43; }
        int m44(int x) { return x + 44; }
        int m45(int x) { return x + 45; }
        int m46(int x) { return x + 46; }
        int m47(int x) { return x + 47; }
        int m48(int x) { return x + 48; }
        int m49(int x) { return x + 49; }
        int m50(int x) { return x + 50; }
        int m51(int x) { return x + 51; }
        int m52(int x) { return x + 52; }
        int m53(int x) { return x + 53; }
        int m54(int x) { return x + 54; }
        int m55(int x) { return x + 55; }
        int m56(int x) { return x + 56; }
        int m57(int x) { return x + 57; }
        int m58(int x) { return x + 58; }
        int m59(int x) { return x + 59; }
        int m60(int x) { return x + 60; }
        int m61(int x) { return x + 61; }
        int m62(int x) { return x + 62; }
        int m63(int x) { return x + 63; }
        int m64(int x) { return x + 64; }
        int m65(int x) { return x + 65; }
        int m66(int x) { return x + 66; }
        int m67(int x) { return x + 67; }
        int m68(int x) { return x + 68; }
        int m69(int x) { return x + 69; }
        int m70(int x) { return x + 70; }
        int m71(int x) { return x + 71; }
        int m72(int x) { return x + 72; }
        int m73(int x) { return x + 73; }
        int m74(int x) { return x + 74; }
        int m75(int x) { return x + 75; }
        int m76(int x) { return x + 76; }
        int m77(int x) { return x + 77; }
        int m78(int x) { return x + 78; }
        int m79(int x) { return x + 79; }
        int m80(int x) { return x + 80; }
        int m81(int x) { return x + 81; }
        int m82(int x) { return x + 82; }
        int m83(int x) { return x + 83; }
        int m84(int x) { return x + 84; }
        int m85(int x) { return x + 85; }
        int m86(int x) { return x + 86; }
        int m87(int x) { return x + 87; }
        int m88(int x) { return x + 88; }
        int m89(int x) { return x + 89; }
        int m90(int x) { return x + 90; }
        int m91(int x) { return x + 91; }
        int m92(int x) { return x + 92; }
        int m93(int x) { return x + 93; }
        int m94(int x) { return x + 94; }
        int m95(int x) { return x + 95; }
        int m96(int x) { return x + 96; }
        int m97(int x) { return x + 97; }
        int m98(int x) { return x + 98; }
        int m99(int x) { return x + 99; }
        int m100(int x) { return x + 100; }
        int m101(int x) { return x + 101; }
        int m102(int x) { return x + 102; }
        int m103(int x) { return x + 103; }
        int m104(int x) { return x + 104; }
        int m105(int x) { return x + 105; }
        int m106(int x) { return x + 106; }
        int m107(int x) { return x + 107; }
        int m108(int x) { return x + 108; }
        int m109(int x) { return x + 109; }
        int m110(int x) { return x + 110; }
        int m111(int x) { return x + 111; }
        int m112(int x) { return x + 112; }
        int m113(int x) { return x + 113; }
        int m114(int x) { return x + 114; }
        int m115(int x) { return x + 115; }
        int m116(int x) { return x + 116; }
        int m117(int x) { return x + 117; }
        int m118(int x) { return x + 118; }
        int m119(int x) { return x + 119; }
        int m120(int x) { return x + 120; }
        int m121(int x) { return x + 121; }
        int m122(int x) { return x + 122; }
        int m123(int x) { return x + 123; }
        int m124(int x) { return x + 124; }
        int m125(int x) { return x + 125; }
        int m126(int x) { return x + 126; }
        int m127(int x) { return x + 127; }
        int m128(int x) { return x + 128; }
        int m129(int x) { return x + 129; }
        int m130(int x) { return x + 130; }
        int m131(int x) { return x + 131; }
        int m132(int x) { return x + 132; }
        int m133(int x) { return x + 133; }
        int m134(int x) { return x + 134; }
        int m135(int x) { return x + 135; }
        int m136(int x) { return x + 136; }
        int m137(int x) { return x + 137; }
        int m138(int x) { return x + 138; }
        int m139(int x) { return x + 139; }
        int m140(int x) { return x + 140; }
        int m141(int x) { return x + 141; }
        int m142(int x) { return x + 142; }
        int m143(int x) { return x + 143; }
        int m144(int x) { return x + 144; }
        int m145(int x) { return x + 145; }
        int m146(int x) { return x + 146; }
        int m147(int x) { return x + 147; }
        int m148(int x) { return x + 148; }
        int m149(int x) { return x + 149; }
        int m150(int x) { return x + 150; }
        int m151(int x) { return x + 151; }
        int m152(int x) { return x + 152; }
        int m153(int x) { return x + 153; }
        int m154(int x) { return x + 154; }
        int m155(int x) { return x + 155; }
        int m156(int x) { return x + 156; }
        int m157(int x) { return x + 157; }
        int m158(int x) { return x + 158; }
        int m159(int x) { return x + 159; }
        int m160(int x) { return x + 160; }
        int m161(int x) { return x + 161; }
        int m162(int x) { return x + 162; }
        int m163(int x) { return x + 163; }
        int m164(int x) { return x + 164; }
        int m165(int x) { return x + 165; }
        int m166(int x) { return x + 166; }
        int m167(int x) { return x + 167; }
        int m168(int x) { return x + 168; }
        int m169(int x) { return x + 169; }
        int m170(int x) { return x + 170; }
        int m171(int x) { return x + 171; }
        int m172(int x) { return x + 172; }
        int m173(int x) { return x + 173; }
        int m174(int x) { return x + 174; }
        int m175(int x) { return x + 175; }
        int m176(int x) { return x + 176; }
        int m177(int x) { return x + 177; }
        int m178(int x) { return x + 178; }
        int m179(int x) { return x + 179; }
        int m180(int x) { return x + 180; }
        int m181(int x) { return x + 181; }
        int m182(int x) { return x + 182; }
        int m183(int x) { return x + 183; }
        int m184(int x) { return x + 184; }
        int m185(int x) { return x + 185; }
        int m186(int x) { return x + 186; }
        int m187(int x) { return x + 187; }
        int m188(int x) { return x + 188; }
        int m189(int x) { return x + 189; }
        int m190(int x) { return x + 190; }
        int m191(int x) { return x + 191; }
        int m192(int x) { return x + 192; }
        int m193(int x) { return x + 193; }
        int m194(int x) { return x + 194; }
        int m195(int x) { return x + 195; }
        int m196(int x) { return x + 196; }
        int m197(int x) { return x + 197; }
        int m198(int x) { return x + 198; }
        int m199(int x) { return x + 199; }
        int m200(int x) { return x + 200; }
        int m201(int x) { return x + 201; }
        int m202(int x) { return x + 202; }
        int m203(int x) { return x + 203; }
        int m204(int x) { return x + 204; }
        int m205(int x) { return x + 205; }
        int m206(int x) { return x + 206; }
        int m207(int x) { return x + 207; }
        int m208(int x) { return x + 208; }
        int m209(int x) { return x + 209; }
        int m210(int x) { return x + 210; }
        int m211(int x) { return x + 211; }
        int m212(int x) { return x + 212; }
        int m213(int x) { return x + 213; }
        int m214(int x) { return x + 214; }
        int m215(int x) { return x + 215; }
        int m216(int x) { return x + 216; }
        int m217(int x) { return x + 217; }
        int m218(int x) { return x + 218; }
        int m219(int x) { return x + 219; }
        int m220(int x) { return x + 220; }
        int m221(int x) { return x + 221; }
        int m222(int x) { return x + 222; }
        int m223(int x) { return x + 223; }
        int m224(int x) { return x + 224; }
        int m225(int x) { return x + 225; }
        int m226(int x) { return x + 226; }
        int m227(int x) { return x + 227; }
        int m228(int x) { return x + 228; }
        int m229(int x) { return x + 229; }
        int m230(int x) { return x + 230; }
        int m231(int x) { return x + 231; }
        int m232(int x) { return x + 232; }
        int m233(int x) { return x + 233; }
        int m234(int x) { return x + 234; }
        int m235(int x) { return x + 235; }
        int m236(int x) { return x + 236; }
        int m237(int x) { return x + 237; }
        int m238(int x) { return x + 238; }
        int m239(int x) { return x + 239; }
        int m240(int x) { return x + 240; }
        int m241(int x) { return x + 241; }
        int m242(int x) { return x + 242; }
        int m243(int x) { return x + 243; }
        int m244(int x) { return x + 244; }
        int m245(int x) { return x + 245; }
        int m246(int x) { return x + 246; }
        int m247(int x) { return x + 247; }
        int m248(int x) { return x + 248; }
        int m249(int x) { return x + 249; }
        int m250(int x) { return x + 250; }
        int m251(int x) { return x + 251; }
        int m252(int x) { return x + 252; }
        int m253(int x) { return x + 253; }
        int m254(int x) { return x + 254; }
        int m255(int x) { return x + 255; }
        int m256(int x) { return x + 256; }
        int m257(int x) { return x + 257; }
        int m258(int x) { return x + 258; }
        int m259(int x) { return x + 259; }
        int m260(int x) { return x + 260; }
        int m261(int x) { return x + 261; }
        int m262(int x) { return x + 262; }
        int m263(int x) { return x + 263; }
        int m264(int x) { return x + 264; }
        int m265(int x) { return x + 265; }
        int m266(int x) { return x + 266; }
        int m267(int x) { return x + 267; }
        int m268(int x) { return x + 268; }
        int m269(int x) { return x + 269; }
        int m270(int x) { return x + 270; }
        int m271(int x) { return x + 271; }
        int m272(int x) { return x + 272; }
        int m273(int x) { return x + 273; }
        int m274(int x) { return x + 274; }
        int m275(int x) { return x + 275; }
        int m276(int x) { return x + 276; }
        int m277(int x) { return x + 277; }
        int m278(int x) { return x + 278; }
        int m279(int x) { return x + 279; }
        int m280(int x) { return x + 280; }
        int m281(int x) { return x + 281; }
        int m282(int x) { return x + 282; }
        int m283(int x) { return x + 283; }
        int m284(int x) { return x + 284; }
        int m285(int x) { return x + 285; }
        int m286(int x) { return x + 286; }
        int m287(int x) { return x + 287; }
        int m288(int x) { return x + 288; }
        int m289(int x) { return x + 289; }
        int m290(int x) { return x + 290; }
        int m291(int x) { return x + 291; }
        int m292(int x) { return x + 292; }
        int m293(int x) { return x + 293; }
        int m294(int x) { return x + 294; }
        int m295(int x) { return x + 295; }
        int m296(int x) { return x + 296; }
        int m297(int x) { return x + 297; }
        int m298(int x) { return x + 298; }
        int m299(int x) { return x + 299; }
    }

    public static void main(String[] args) throws Exception {
        Object all = new All();
        long sum = 0;
        sum = sum * 31 + ((F0) all).f0(0) + ((F0) all).d0() + (all instanceof F0 ? 1 : 0);
        sum = sum * 31 + ((F1) all).f1(1) + ((F1) all).d1() + (all instanceof F1 ? 1 : 0);
        sum = sum * 31 + ((F2) all).f2(2) + ((F2) all).d2() + (all instanceof F2 ? 1 : 0);
        sum = sum * 31 + ((F3) all).f3(3) + ((F3) all).d3() + (all instanceof F3 ? 1 : 0);
        sum = sum * 31 + ((F4) all).f4(4) + ((F4) all).d4() + (all instanceof F4 ? 1 : 0);
        sum = sum * 31 + ((F5) all).f5(5) + ((F5) all).d5() + (all instanceof F5 ? 1 : 0);
        sum = sum * 31 + ((F6) all).f6(6) + ((F6) all).d6() + (all instanceof F6 ? 1 : 0);
        sum = sum * 31 + ((F7) all).f7(7) + ((F7) all).d7() + (all instanceof F7 ? 1 : 0);
        sum = sum * 31 + ((F8) all).f8(8) + ((F8) all).d8() + (all instanceof F8 ? 1 : 0);
        sum = sum * 31 + ((F9) all).f9(9) + ((F9) all).d9() + (all instanceof F9 ? 1 : 0);
        sum = sum * 31 + ((F10) all).f10(10) + ((F10) all).d10() + (all instanceof F10 ? 1 : 0);
        sum = sum * 31 + ((F11) all).f11(11) + ((F11) all).d11() + (all instanceof F11 ? 1 : 0);
        sum = sum * 31 + ((F12) all).f12(12) + ((F12) all).d12() + (all instanceof F12 ? 1 : 0);
        sum = sum * 31 + ((F13) all).f13(13) + ((F13) all).d13() + (all instanceof F13 ? 1 : 0);
        sum = sum * 31 + ((F14) all).f14(14) + ((F14) all).d14() + (all instanceof F14 ? 1 : 0);
        sum = sum * 31 + ((F15) all).f15(15) + ((F15) all).d15() + (all instanceof F15 ? 1 : 0);
        sum = sum * 31 + ((F16) all).f16(16) + ((F16) all).d16() + (all instanceof F16 ? 1 : 0);
        sum = sum * 31 + ((F17) all).f17(17) + ((F17) all).d17() + (all instanceof F17 ? 1 : 0);
        sum = sum * 31 + ((F18) all).f18(18) + ((F18) all).d18() + (all instanceof F18 ? 1 : 0);
        sum = sum * 31 + ((F19) all).f19(19) + ((F19) all).d19() + (all instanceof F19 ? 1 : 0);
        sum = sum * 31 + ((F20) all).f20(20) + ((F20) all).d20() + (all instanceof F20 ? 1 : 0);
        sum = sum * 31 + ((F21) all).f21(21) + ((F21) all).d21() + (all instanceof F21 ? 1 : 0);
        sum = sum * 31 + ((F22) all).f22(22) + ((F22) all).d22() + (all instanceof F22 ? 1 : 0);
        sum = sum * 31 + ((F23) all).f23(23) + ((F23) all).d23() + (all instanceof F23 ? 1 : 0);
        sum = sum * 31 + ((F24) all).f24(24) + ((F24) all).d24() + (all instanceof F24 ? 1 : 0);
        sum = sum * 31 + ((F25) all).f25(25) + ((F25) all).d25() + (all instanceof F25 ? 1 : 0);
        sum = sum * 31 + ((F26) all).f26(26) + ((F26) all).d26() + (all instanceof F26 ? 1 : 0);
        sum = sum * 31 + ((F27) all).f27(27) + ((F27) all).d27() + (all instanceof F27 ? 1 : 0);
        sum = sum * 31 + ((F28) all).f28(28) + ((F28) all).d28() + (all instanceof F28 ? 1 : 0);
        sum = sum * 31 + ((F29) all).f29(29) + ((F29) all).d29() + (all instanceof F29 ? 1 : 0);
        sum = sum * 31 + ((F30) all).f30(30) + ((F30) all).d30() + (all instanceof F30 ? 1 : 0);
        sum = sum * 31 + ((F31) all).f31(31) + ((F31) all).d31() + (all instanceof F31 ? 1 : 0);
        sum = sum * 31 + ((F32) all).f32(32) + ((F32) all).d32() + (all instanceof F32 ? 1 : 0);
        sum = sum * 31 + ((F33) all).f33(33) + ((F33) all).d33() + (all instanceof F33 ? 1 : 0);
        sum = sum * 31 + ((F34) all).f34(34) + ((F34) all).d34() + (all instanceof F34 ? 1 : 0);
        sum = sum * 31 + ((F35) all).f35(35) + ((F35) all).d35() + (all instanceof F35 ? 1 : 0);
        sum = sum * 31 + ((F36) all).f36(36) + ((F36) all).d36() + (all instanceof F36 ? 1 : 0);
        sum = sum * 31 + ((F37) all).f37(37) + ((F37) all).d37() + (all instanceof F37 ? 1 : 0);
        sum = sum * 31 + ((F38) all).f38(38) + ((F38) all).d38() + (all instanceof F38 ? 1 : 0);
        sum = sum * 31 + ((F39) all).f39(39) + ((F39) all).d39() + (all instanceof F39 ? 1 : 0);
        sum = sum * 31 + ((F40) all).f40(40) + ((F40) all).d40() + (all instanceof F40 ? 1 : 0);
        sum = sum * 31 + ((F41) all).f41(41) + ((F41) all).d41() + (all instanceof F41 ? 1 : 0);
        sum = sum * 31 + ((F42) all).f42(42) + ((F42) all).d42() + (all instanceof F42 ? 1 : 0);
        sum = sum * 31 + ((F43) all).f43(43) + ((F43) all).d43() + (all instanceof F43 ? 1 : 0);
        sum = sum * 31 + ((F44) all).f44(44) + ((F44) all).d44() + (all instanceof F44 ? 1 : 0);
        sum = sum * 31 + ((F45) all).f45(45) + ((F45) all).d45() + (all instanceof F45 ? 1 : 0);
        sum = sum * 31 + ((F46) all).f46(46) + ((F46) all).d46() + (all instanceof F46 ? 1 : 0);
        sum = sum * 31 + ((F47) all).f47(47) + ((F47) all).d47() + (all instanceof F47 ? 1 : 0);
        sum = sum * 31 + ((F48) all).f48(48) + ((F48) all).d48() + (all instanceof F48 ? 1 : 0);
        sum = sum * 31 + ((F49) all).f49(49) + ((F49) all).d49() + (all instanceof F49 ? 1 : 0);
        sum = sum * 31 + ((F50) all).f50(50) + ((F50) all).d50() + (all instanceof F50 ? 1 : 0);
        sum = sum * 31 + ((F51) all).f51(51) + ((F51) all).d51() + (all instanceof F51 ? 1 : 0);
        sum = sum * 31 + ((F52) all).f52(52) + ((F52) all).d52() + (all instanceof F52 ? 1 : 0);
        sum = sum * 31 + ((F53) all).f53(53) + ((F53) all).d53() + (all instanceof F53 ? 1 : 0);
        sum = sum * 31 + ((F54) all).f54(54) + ((F54) all).d54() + (all instanceof F54 ? 1 : 0);
        sum = sum * 31 + ((F55) all).f55(55) + ((F55) all).d55() + (all instanceof F55 ? 1 : 0);
        sum = sum * 31 + ((F56) all).f56(56) + ((F56) all).d56() + (all instanceof F56 ? 1 : 0);
        sum = sum * 31 + ((F57) all).f57(57) + ((F57) all).d57() + (all instanceof F57 ? 1 : 0);
        sum = sum * 31 + ((F58) all).f58(58) + ((F58) all).d58() + (all instanceof F58 ? 1 : 0);
        sum = sum * 31 + ((F59) all).f59(59) + ((F59) all).d59() + (all instanceof F59 ? 1 : 0);
        sum = sum * 31 + ((F60) all).f60(60) + ((F60) all).d60() + (all instanceof F60 ? 1 : 0);
        sum = sum * 31 + ((F61) all).f61(61) + ((F61) all).d61() + (all instanceof F61 ? 1 : 0);
        sum = sum * 31 + ((F62) all).f62(62) + ((F62) all).d62() + (all instanceof F62 ? 1 : 0);
        sum = sum * 31 + ((F63) all).f63(63) + ((F63) all).d63() + (all instanceof F63 ? 1 : 0);
        sum = sum * 31 + ((F64) all).f64(64) + ((F64) all).d64() + (all instanceof F64 ? 1 : 0);
        sum = sum * 31 + ((F65) all).f65(65) + ((F65) all).d65() + (all instanceof F65 ? 1 : 0);
        sum = sum * 31 + ((F66) all).f66(66) + ((F66) all).d66() + (all instanceof F66 ? 1 : 0);
        sum = sum * 31 + ((F67) all).f67(67) + ((F67) all).d67() + (all instanceof F67 ? 1 : 0);
        sum = sum * 31 + ((F68) all).f68(68) + ((F68) all).d68() + (all instanceof F68 ? 1 : 0);
        sum = sum * 31 + ((F69) all).f69(69) + ((F69) all).d69() + (all instanceof F69 ? 1 : 0);
        sum = sum * 31 + ((F70) all).f70(70) + ((F70) all).d70() + (all instanceof F70 ? 1 : 0);
        sum = sum * 31 + ((F71) all).f71(71) + ((F71) all).d71() + (all instanceof F71 ? 1 : 0);
        sum = sum * 31 + ((F72) all).f72(72) + ((F72) all).d72() + (all instanceof F72 ? 1 : 0);
        sum = sum * 31 + ((F73) all).f73(73) + ((F73) all).d73() + (all instanceof F73 ? 1 : 0);
        sum = sum * 31 + ((F74) all).f74(74) + ((F74) all).d74() + (all instanceof F74 ? 1 : 0);
        sum = sum * 31 + ((F75) all).f75(75) + ((F75) all).d75() + (all instanceof F75 ? 1 : 0);
        sum = sum * 31 + ((F76) all).f76(76) + ((F76) all).d76() + (all instanceof F76 ? 1 : 0);
        sum = sum * 31 + ((F77) all).f77(77) + ((F77) all).d77() + (all instanceof F77 ? 1 : 0);
        sum = sum * 31 + ((F78) all).f78(78) + ((F78) all).d78() + (all instanceof F78 ? 1 : 0);
        sum = sum * 31 + ((F79) all).f79(79) + ((F79) all).d79() + (all instanceof F79 ? 1 : 0);
        sum = sum * 31 + ((F80) all).f80(80) + ((F80) all).d80() + (all instanceof F80 ? 1 : 0);
        sum = sum * 31 + ((F81) all).f81(81) + ((F81) all).d81() + (all instanceof F81 ? 1 : 0);
        sum = sum * 31 + ((F82) all).f82(82) + ((F82) all).d82() + (all instanceof F82 ? 1 : 0);
        sum = sum * 31 + ((F83) all).f83(83) + ((F83) all).d83() + (all instanceof F83 ? 1 : 0);
        sum = sum * 31 + ((F84) all).f84(84) + ((F84) all).d84() + (all instanceof F84 ? 1 : 0);
        sum = sum * 31 + ((F85) all).f85(85) + ((F85) all).d85() + (all instanceof F85 ? 1 : 0);
        sum = sum * 31 + ((F86) all).f86(86) + ((F86) all).d86() + (all instanceof F86 ? 1 : 0);
        sum = sum * 31 + ((F87) all).f87(87) + ((F87) all).d87() + (all instanceof F87 ? 1 : 0);
        sum = sum * 31 + ((F88) all).f88(88) + ((F88) all).d88() + (all instanceof F88 ? 1 : 0);
        sum = sum * 31 + ((F89) all).f89(89) + ((F89) all).d89() + (all instanceof F89 ? 1 : 0);
        System.out.println(sum + " " + All.class.getInterfaces().length);
        L0 deep = new L119();
        System.out.println(deep.v() + " " + deep.own() + " " + ((L119) deep).x119 + " " + ((L60) deep).x60);
        int n = 0;
        n += deep instanceof L0 ? 0 : 0;
        n += deep instanceof L7 ? 7 : 0;
        n += deep instanceof L14 ? 14 : 0;
        n += deep instanceof L21 ? 21 : 0;
        n += deep instanceof L28 ? 28 : 0;
        n += deep instanceof L35 ? 35 : 0;
        n += deep instanceof L42 ? 42 : 0;
        n += deep instanceof L49 ? 49 : 0;
        n += deep instanceof L56 ? 56 : 0;
        n += deep instanceof L63 ? 63 : 0;
        n += deep instanceof L70 ? 70 : 0;
        n += deep instanceof L77 ? 77 : 0;
        n += deep instanceof L84 ? 84 : 0;
        n += deep instanceof L91 ? 91 : 0;
        n += deep instanceof L98 ? 98 : 0;
        n += deep instanceof L105 ? 105 : 0;
        n += deep instanceof L112 ? 112 : 0;
        n += deep instanceof L119 ? 119 : 0;
        System.out.println(n + " " + (new L5() instanceof L0) + " " + ((L0) new L5() instanceof L6));
        try {
            L0 l = new L10();
            System.out.println(((L11) l).x11);
        } catch (ClassCastException e) {
            System.out.println(e.getMessage());
        }
        Big b = new Big();
        int total = 0;
        total = total * 3 + b.m0(total);
        total = total * 3 + b.m11(total);
        total = total * 3 + b.m22(total);
        total = total * 3 + b.m33(total);
        total = total * 3 + b.m44(total);
        total = total * 3 + b.m55(total);
        total = total * 3 + b.m66(total);
        total = total * 3 + b.m77(total);
        total = total * 3 + b.m88(total);
        total = total * 3 + b.m99(total);
        total = total * 3 + b.m110(total);
        total = total * 3 + b.m121(total);
        total = total * 3 + b.m132(total);
        total = total * 3 + b.m143(total);
        total = total * 3 + b.m154(total);
        total = total * 3 + b.m165(total);
        total = total * 3 + b.m176(total);
        total = total * 3 + b.m187(total);
        total = total * 3 + b.m198(total);
        total = total * 3 + b.m209(total);
        total = total * 3 + b.m220(total);
        total = total * 3 + b.m231(total);
        total = total * 3 + b.m242(total);
        total = total * 3 + b.m253(total);
        total = total * 3 + b.m264(total);
        total = total * 3 + b.m275(total);
        total = total * 3 + b.m286(total);
        total = total * 3 + b.m297(total);
        System.out.println(total + " " + (b.g0 + b.g1 + b.g2 + b.g3 + b.g198 + b.g199) + b.g4 + b.g8);
        long refl = 0;
        for (int i = 0; i < 300; i++) {
            refl = refl * 7 + (int) Big.class.getDeclaredMethod("m" + i, int.class).invoke(b, i);
        }
        System.out.println(refl + " " + Big.class.getDeclaredFields().length + " " + Big.class.getDeclaredMethods().length);
        Object[] arr = new L119[1][1];
        System.out.println((arr instanceof L50[][]) + " " + (arr instanceof Object[][]) + " " + ((Object) new All[0] instanceof F77[]));
    }
}
