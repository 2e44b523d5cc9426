//! [`Compiler`]: a compilation from request to [`CompiledCode`].

use std::rc::Rc;

use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::ir::types::{F32, F64, I64};
use cranelift_codegen::ir::{self, AbiParam, ExternalName, Signature};
use cranelift_codegen::isa::{CallConv, OwnedTargetIsa};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_codegen::{
    Context, Final, FinalizedMachExceptionHandler, FinalizedRelocTarget, MachBufferFrameLayout,
    MachDebugTagPos, MachSrcLoc,
};
use cranelift_control::ControlPlane;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

use crate::analysis::Analysis;
use crate::code::{CompiledCode, Relocation, RelocationKind, RelocationTarget, Site};
use crate::env::{CompileEnv, MethodAddr, MethodFacts};
use crate::runtime_calls::RuntimeCall;
use crate::translate::{SiteDraft, Translator, Ty, parameter_characters, result_character};

/// How compiled methods call each other, see [`crate::abi`].
pub const JAVA_CONVENTION: CallConv = CallConv::Winch;
/// External names: runtime calls, by number.
pub(crate) const NAMESPACE_RUNTIME: u32 = 0;
/// External name: the code itself.
pub(crate) const NAMESPACE_THIS: u32 = 1;
/// Source location of the call that is site 0, of those that may land in a handler; the others follow.
pub(crate) const FIRST_LOCATION: u32 = 1;

/// How much is spent on code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quality {
    /// Compiles fast: no optimiser, registers assigned in one pass.
    Quick,
    /// Good registers, Cranelift's optimiser.
    Full,
}

impl Quality {
    /// Whether handlers of exceptions are compiled, and entered when a call throws; the interpreter does it otherwise.
    pub(crate) fn has_landings(self) -> bool {
        self == Quality::Full
    }
}

/// What is to be compiled.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: MethodAddr,
    pub quality: Quality,
    /// Count invocations and back-edges, and tell the VM now and then.
    pub counters: bool,
    /// Enter at this loop head, with an empty operand stack.
    pub osr_bci: Option<u32>,
    /// Fill in [`CompiledCode::clif`] and [`CompiledCode::listing`].
    pub listing: bool,
}

/// Why a method was not compiled. It stays interpreted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bailout {
    /// `jsr` and `ret`.
    Subroutine,
    /// Code that only the old verifier accepts, or an interpreter frame with operands at an on-stack replacement.
    BadBytecode,
    /// Too much code.
    TooLarge,
    /// Cranelift's complaint.
    Backend(String),
}

impl std::fmt::Display for Bailout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bailout::Subroutine => f.write_str("jsr/ret subroutine"),
            Bailout::BadBytecode => f.write_str("bytecode not understood"),
            Bailout::TooLarge => f.write_str("method too large"),
            Bailout::Backend(e) => write!(f, "code generator: {e}"),
        }
    }
}

/// Longest bytecode that is compiled.
const LARGEST: usize = 40_000;
/// Largest frame, in bytes: it is entered before the stack is found too small.
const LARGEST_FRAME: u32 = 48 << 10;

/// Settings of all compilations.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Check CLIF before it is compiled.
    pub verify: bool,
    /// Another processor than this one, by its target triple (with cargo feature `aarch64`).
    pub target: Option<String>,
}

/// Compiles methods, one at a time; each compile thread has one.
pub struct Compiler {
    quick: OwnedTargetIsa,
    full: OwnedTargetIsa,
    /// Generates code at full quality from a function that has been optimised.
    optimized: OwnedTargetIsa,
    context: Context,
    builder_context: FunctionBuilderContext,
}

fn isa(settings: &Settings, options: &[(&str, &str)]) -> Result<OwnedTargetIsa, String> {
    let mut flags = settings::builder();
    let common = [
        ("enable_verifier", if settings.verify { "true" } else { "false" }),
        ("unwind_info", "false"),
        ("preserve_frame_pointers", "true"),
        ("enable_pinned_reg", "true"),
        ("is_pic", "false"),
        ("enable_probestack", "false"),
    ];
    for (k, v) in common.iter().chain(options) {
        flags.set(k, v).map_err(|e| format!("{k}={v}: {e}"))?;
    }
    let builder = match &settings.target {
        None => cranelift_native::builder()?,
        Some(t) => cranelift_codegen::isa::lookup_by_name(t).map_err(|e| e.to_string())?,
    };
    builder.finish(settings::Flags::new(flags)).map_err(|e| e.to_string())
}

impl Compiler {
    /// # Errors
    /// The processor is not supported.
    pub fn new(settings: &Settings) -> Result<Compiler, String> {
        Ok(Compiler {
            quick: isa(settings, &[("opt_level", "none"), ("regalloc_algorithm", "single_pass")])?,
            full: isa(settings, &[("opt_level", "speed"), ("regalloc_algorithm", "backtracking")])?,
            optimized: isa(settings, &[("opt_level", "none"), ("regalloc_algorithm", "backtracking")])?,
            context: Context::new(),
            builder_context: FunctionBuilderContext::new(),
        })
    }

    /// Compiles a method.
    ///
    /// # Errors
    /// Why not.
    pub fn compile(&mut self, env: &dyn CompileEnv, request: &Request) -> Result<CompiledCode, Bailout> {
        let m = env.method(request.method);
        if m.bytecode.len() > LARGEST {
            return Err(Bailout::TooLarge);
        }
        let entry = request.osr_bci.unwrap_or(0);
        let a = Rc::new(Analysis::new(&m, entry, request.quality.has_landings())?);
        let signature = method_signature(&m, request.osr_bci.is_some());
        self.begin(signature);
        let b = FunctionBuilder::new(&mut self.context.func, &mut self.builder_context);
        let isa = match request.quality {
            Quality::Quick => &*self.quick,
            Quality::Full => &*self.full,
        };
        let t = Translator::new(env, request, m, a, b).run()?;
        let mut code = CompiledCode {
            state_words: t.state_words(),
            lock_word: t.lock_word(),
            ..CompiledCode::default()
        };
        let state = t.state_slot();
        let results = t.finish(isa);
        let sites = results.sites;
        code.scopes = results.scopes;
        code.bytecodes = results.bytecodes;
        if request.listing {
            code.clif = Some(self.context.func.display().to_string());
            self.context.set_disasm(true);
        }
        self.generate(request.quality, sites, Some(state), &mut code)?;
        Ok(code)
    }

    /// Runs Cranelift on the function in the context, and takes its results.
    fn generate(
        &mut self,
        quality: Quality,
        drafts: Vec<SiteDraft>,
        state: Option<ir::StackSlot>,
        code: &mut CompiledCode,
    ) -> Result<(), Bailout> {
        let control = &mut ControlPlane::default();
        let isa = match quality {
            Quality::Quick => &*self.quick,
            Quality::Full => {
                self.context
                    .optimize(&*self.full, control)
                    .map_err(|e| Bailout::Backend(format!("{e:?}")))?;
                crate::redundancy::remove(&mut self.context.func);
                // branches have gone
                self.context.cfg.clear();
                self.context.domtree.clear();
                crate::rematerialize::rematerialize(&mut self.context.func);
                &*self.optimized
            }
        };
        self.context.compile(isa, control).map_err(|e| Bailout::Backend(format!("{:?}", e.inner)))?;
        let compiled = self.context.compiled_code().ok_or_else(|| Bailout::Backend("no code".into()))?;
        let buffer = &compiled.buffer;
        let layout: &MachBufferFrameLayout =
            buffer.frame_layout().ok_or_else(|| Bailout::Backend("no frame layout".into()))?;
        code.frame_size = layout.frame_to_fp_offset;
        if code.frame_size > LARGEST_FRAME {
            return Err(Bailout::TooLarge);
        }
        if let Some(slot) = state {
            code.state_offset = layout.stackslots[slot].offset as i32 - layout.frame_to_fp_offset as i32;
        }
        code.bytes = buffer.data().to_vec();
        code.listing = compiled.vcode.clone();
        let words = (code.state_words as usize).div_ceil(64);
        let mut add = |pc: u32, index: u32, landing: u32| {
            let draft = &drafts[index as usize];
            let refs = code.ref_bits.len() as u32;
            code.ref_bits.extend((0..words).map(|w| draft.refs.get(w).copied().unwrap_or(0)));
            code.sites.push(Site {
                pc,
                scope: draft.scope,
                bci: draft.bci,
                depth: draft.depth,
                result: draft.result,
                saves_all: draft.saves_all,
                refs,
                landing,
            });
        };
        for list in buffer.debug_tags() {
            // a call may consist of several instructions; only the tag of the call itself stands behind it
            if list.pos != MachDebugTagPos::Post {
                continue;
            }
            for tag in list.tags {
                if let ir::DebugTag::User(index) = tag {
                    add(list.offset, *index, 0);
                }
            }
        }
        // calls that end a block lose their tags, but keep their source location
        for site in buffer.call_sites() {
            for h in site.exception_handlers {
                let (FinalizedMachExceptionHandler::Tag(_, landing)
                | FinalizedMachExceptionHandler::Default(landing)) = h
                else {
                    continue;
                };
                let within = |l: &&MachSrcLoc<Final>| l.start < site.ret_addr && site.ret_addr <= l.end;
                let location = buffer.get_srclocs_sorted().iter().rfind(within);
                let location =
                    location.ok_or_else(|| Bailout::Backend("a call without its location".into()))?;
                add(site.ret_addr, location.loc.bits() - FIRST_LOCATION, *landing);
            }
        }
        code.sites.sort_by_key(|s| s.pc);
        for r in buffer.relocs() {
            let kind = match r.kind {
                Reloc::Abs8 => RelocationKind::Absolute,
                Reloc::X86PCRel4 | Reloc::X86CallPCRel4 => RelocationKind::Relative32,
                Reloc::Arm64Call => RelocationKind::Arm64Call,
                other => return Err(Bailout::Backend(format!("relocation {other:?}"))),
            };
            let target = match &r.target {
                FinalizedRelocTarget::Func(offset) => RelocationTarget::Code(*offset),
                FinalizedRelocTarget::ExternalName(ExternalName::User(u)) => {
                    let name = &self.context.func.params.user_named_funcs()[*u];
                    match name.namespace {
                        NAMESPACE_RUNTIME => RelocationTarget::Runtime(RuntimeCall::ALL[name.index as usize]),
                        NAMESPACE_THIS => RelocationTarget::Code(0),
                        n => return Err(Bailout::Backend(format!("name in space {n}"))),
                    }
                }
                other => return Err(Bailout::Backend(format!("relocation to {other:?}"))),
            };
            code.relocations.push(Relocation { offset: r.offset, kind, target, addend: r.addend });
        }
        Ok(())
    }

    /// Makes the function in the context an empty one, which keeps its memory.
    fn begin(&mut self, signature: Signature) {
        self.context.clear();
        self.context.func.signature = signature;
    }

    /// Starts a function that is written by [`crate::adapter`].
    pub(crate) fn function(&mut self, signature: Signature) -> FunctionBuilder<'_> {
        self.begin(signature);
        FunctionBuilder::new(&mut self.context.func, &mut self.builder_context)
    }

    /// Generates the function that has been written, at full quality.
    pub(crate) fn finish_function(&mut self, drafts: Vec<SiteDraft>) -> Result<CompiledCode, Bailout> {
        let mut code = CompiledCode::default();
        self.generate(Quality::Full, drafts, None, &mut code)?;
        Ok(code)
    }

    /// For [`FunctionBuilder::finalize`].
    pub(crate) fn frontend_config(&self) -> cranelift_codegen::isa::TargetFrontendConfig {
        self.full.frontend_config()
    }
}

/// The Java convention's signature of a method, or of its code for on-stack replacement.
fn method_signature(m: &MethodFacts<'_>, osr: bool) -> Signature {
    let mut sig = Signature::new(JAVA_CONVENTION);
    sig.params.push(AbiParam::new(I64));
    if osr {
        sig.params.push(AbiParam::new(I64));
    } else {
        if !m.is_static {
            sig.params.push(AbiParam::new(I64));
        }
        for c in parameter_characters(m.descriptor) {
            sig.params.extend(Ty::of(c).map(|ty| AbiParam::new(ty.clif())));
        }
    }
    sig.returns.extend(Ty::of(result_character(m.descriptor)).map(|ty| AbiParam::new(ty.clif())));
    sig
}

/// Types of words in adapters.
pub(crate) fn adapter_type(kind: crate::shape::Kind) -> ir::Type {
    use crate::shape::Kind;
    match kind {
        Kind::Word | Kind::Long => I64,
        Kind::Float => F32,
        Kind::Double => F64,
    }
}
