//! The attributes of module descriptors (JVMS §4.7.25 to §4.7.27, and the JDK's own).

use super::Printer;
use crate::attribute::{U16List, take16};
use crate::mutf8;

/// The names of these flags, each after a space.
fn flag_names(flags: u16, names: &[(u16, &str)]) -> String {
    names.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, name)| format!(" {name}")).collect()
}

impl<'a> Printer<'_, 'a> {
    /// `open module name@version`.
    pub(super) fn module_declaration(&self, mut info: &[u8]) -> String {
        let mut next = || take16(&mut info).unwrap_or(0);
        let (name, flags, version) = (next(), next(), next());
        let open = if flags & 0x20 != 0 { "open " } else { "" };
        let name = self.pool.module_name(name).map_or_else(|| format!("#{name}"), mutf8::to_string);
        let version = if version == 0 { String::new() } else { format!("@{}", self.utf8_text(version)) };
        format!("{open}module {}{version}", name.replace('/', "."))
    }

    fn index_line(&mut self, index: u16) {
        if index == 0 {
            self.line("#0");
        } else {
            let value = self.string_value(index);
            self.line_with_comment(format_args!("#{index}"), value);
        }
    }

    pub(super) fn module(&mut self, mut info: &[u8]) -> Option<()> {
        let rest = &mut info;
        let (name, flags, version) = (take16(rest)?, take16(rest)?, take16(rest)?);
        self.line("Module:");
        self.out.indent(1);
        let names = [(0x20, "ACC_OPEN"), (0x8000, "ACC_MANDATED"), (0x1000, "ACC_SYNTHETIC")];
        let comment = format!("{}{}", self.string_value(name), flag_names(flags, &names));
        self.line_with_comment(format_args!("#{name},{flags:x}"), comment);
        self.index_line(version);
        let done = self.module_tables(rest);
        self.out.indent(-1);
        if done.is_none() {
            self.line("(malformed)");
        }
        Some(())
    }

    fn module_tables(&mut self, rest: &mut &[u8]) -> Option<()> {
        self.module_table(rest, "requires", Self::requires)?;
        self.module_table(rest, "exports", Self::exports_or_opens)?;
        self.module_table(rest, "opens", Self::exports_or_opens)?;
        self.module_table(rest, "uses", |p, rest| {
            let index = take16(rest)?;
            p.index_line(index);
            Some(())
        })?;
        self.module_table(rest, "provides", Self::provides)
    }

    fn module_table(
        &mut self,
        rest: &mut &[u8],
        title: &str,
        entry: fn(&mut Self, &mut &[u8]) -> Option<()>,
    ) -> Option<()> {
        let count = take16(rest)?;
        self.line_with_comment(count, title);
        self.out.indent(1);
        let done = (0..count).try_for_each(|_| entry(self, rest));
        self.out.indent(-1);
        done
    }

    fn requires(&mut self, rest: &mut &[u8]) -> Option<()> {
        let (index, flags, version) = (take16(rest)?, take16(rest)?, take16(rest)?);
        let names = [
            (0x20, "ACC_TRANSITIVE"),
            (0x40, "ACC_STATIC_PHASE"),
            (0x1000, "ACC_SYNTHETIC"),
            (0x8000, "ACC_MANDATED"),
        ];
        let comment = format!("{}{}", self.string_value(index), flag_names(flags, &names));
        self.line_with_comment(format_args!("#{index},{flags:x}"), comment);
        self.index_line(version);
        Some(())
    }

    fn exports_or_opens(&mut self, rest: &mut &[u8]) -> Option<()> {
        let (index, flags, count) = (take16(rest)?, take16(rest)?, take16(rest)?);
        let names = [(0x8000, "ACC_MANDATED"), (0x1000, "ACC_SYNTHETIC")];
        let to = if count == 0 { String::new() } else { format!(" to ... {count}") };
        let comment = format!("{}{}{to}", self.string_value(index), flag_names(flags, &names));
        self.line_with_comment(format_args!("#{index},{flags:x}"), comment);
        self.targets(rest, count, "to")
    }

    fn provides(&mut self, rest: &mut &[u8]) -> Option<()> {
        let (index, count) = (take16(rest)?, take16(rest)?);
        let comment = format!("{} with ... {count}", self.string_value(index));
        self.line_with_comment(format_args!("#{index}"), comment);
        self.targets(rest, count, "with")
    }

    fn targets(&mut self, rest: &mut &[u8], count: u16, word: &str) -> Option<()> {
        self.out.indent(1);
        let done = (0..count).try_for_each(|_| {
            let target = take16(rest)?;
            let value = self.string_value(target);
            self.line_with_comment(format_args!("#{target}"), format_args!("... {word} {value}"));
            Some(())
        });
        self.out.indent(-1);
        done
    }

    pub(super) fn module_packages(&mut self, packages: U16List<'a>) {
        self.line("ModulePackages:");
        self.indented(|p| {
            for index in packages.iter() {
                let name = p.pool.package_name(index).map_or_else(|| "???".into(), mutf8::to_string);
                p.line_with_comment(format_args!("#{index}"), name.replace('/', "."));
            }
        });
    }

    pub(super) fn module_hashes(&mut self, mut info: &[u8]) -> Option<()> {
        let rest = &mut info;
        let (algorithm, count) = (take16(rest)?, take16(rest)?);
        self.line("ModuleHashes:");
        self.out.indent(1);
        let name = self.utf8_text(algorithm);
        self.line_with_comment(format_args!("algorithm: #{algorithm}"), name);
        self.line_with_comment(count, "hashes");
        for _ in 0..count {
            let (Some(index), Some(length)) = (take16(rest), take16(rest)) else { break };
            let Some((hash, after)) = rest.split_at_checked(usize::from(length)) else { break };
            *rest = after;
            let name = self.pool.module_name(index).map_or_else(|| "???".into(), mutf8::to_string);
            self.line_with_comment(format_args!("#{index}"), name);
            self.line(format_args!("hash_length: {length}"));
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            self.line(format_args!("hash: [{hash}]"));
        }
        self.out.indent(-1);
        Some(())
    }

    pub(super) fn module_resolution(&mut self, mut info: &[u8]) -> Option<()> {
        let flags = take16(&mut info)?;
        let names = [
            (1, "DO_NOT_RESOLVE_BY_DEFAULT"),
            (2, "WARN_DEPRECATED"),
            (4, "WARN_DEPRECATED_FOR_REMOVAL"),
            (8, "WARN_INCUBATING"),
        ];
        self.line("ModuleResolution:");
        self.indented(|p| p.line_with_comment(format_args!("{flags:x}"), flag_names(flags, &names)));
        Some(())
    }

    pub(super) fn module_target(&mut self, mut info: &[u8]) -> Option<()> {
        let index = take16(&mut info)?;
        self.line("ModuleTarget:");
        let name = self.utf8_text(index);
        self.indented(|p| p.line_with_comment(format_args!("target_platform: #{index}"), name));
        Some(())
    }
}
