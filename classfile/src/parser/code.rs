//! The Code attribute and its attributes (JVMS §4.7.3, §4.7.4, §4.7.12 to §4.7.14).

use std::collections::HashMap;

use super::{Parser, ensure, fail};
use crate::attribute::{ExceptionTableEntry, LocalVariable, Table, TableEntry};
use crate::class_file::Code;
use crate::error::{ErrorKind, Result};
use crate::mutf8;

/// The most bytes that the code of a method may have (§4.7.3).
const MAX_CODE_LENGTH: usize = 65535;

/// What identifies an entry of a local variable table: start, length, name and slot.
type VariableKey = (u16, u16, u16, u16);

fn key(variable: &LocalVariable) -> VariableKey {
    (variable.start_pc, variable.length, variable.name_index, variable.index)
}

impl<'a: 'p, 'p> Parser<'a, 'p> {
    pub(super) fn code_attribute(&mut self, length: u32, argument_slots: usize) -> Result<Code<'a>> {
        let start = self.reader.position();
        self.reader.need(8)?;
        let max_stack = self.reader.u2()?;
        let max_locals = self.reader.u2()?;
        let code_length = self.reader.u4()? as usize;
        if self.need_verify() {
            let fits = argument_slots <= usize::from(max_locals);
            ensure!(self, fits, "Arguments can't fit into locals in class file");
            let valid = (1..=MAX_CODE_LENGTH).contains(&code_length);
            ensure!(self, valid, "Invalid method Code length {code_length} in class file");
        }
        let bytecodes = self.reader.take(code_length)?;
        let exception_table = self.exception_table(code_length)?;
        let mut code = Code {
            max_stack,
            max_locals,
            code: bytecodes,
            exception_table,
            stack_map_table: None,
            split_tables: false,
            first_line_numbers: Table::default(),
            first_local_variables: Table::default(),
            first_local_variable_types: Table::default(),
            raw_attributes: Default::default(),
        };
        let mut seen = SeenTables::default();
        let attributes = self.reader;
        for _ in 0..self.reader.u2()? {
            self.code_sub_attribute(&mut code, &mut seen)?;
        }
        code.raw_attributes = self.attributes_since(attributes)?;
        ensure!(
            self,
            !self.need_verify() || self.reader.position() - start == length as usize,
            "Code segment has wrong length in class file"
        );
        Ok(code)
    }

    fn exception_table(&mut self, code_length: usize) -> Result<Table<'a, ExceptionTableEntry>> {
        let count = usize::from(self.reader.u2()?);
        let table: Table<'a, ExceptionTableEntry> = Table::new(self.reader.take(count * 8)?);
        for entry in table.iter() {
            if self.need_verify() {
                let legal = entry.start_pc < entry.end_pc && usize::from(entry.end_pc) <= code_length;
                ensure!(self, legal, "Illegal exception table range in class file");
                let legal = usize::from(entry.handler_pc) < code_length;
                ensure!(self, legal, "Illegal exception table handler in class file");
            }
            let legal = entry.catch_type == 0 || self.is_class(entry.catch_type);
            ensure!(self, legal, "Catch type in exception table has bad constant type in class file");
        }
        Ok(table)
    }

    fn code_sub_attribute(&mut self, code: &mut Code<'a>, seen: &mut SeenTables) -> Result<()> {
        self.reader.need(6)?;
        let (name_index, name) = self.utf8_index()?;
        let length = self.reader.u4()?;
        let Some(name) = name else {
            fail!(self, "Invalid code attribute name index {name_index} in class file");
        };
        match name {
            b"LineNumberTable" => {
                let table = self.line_number_table(length, code.code.len())?;
                SeenTables::keep(
                    &mut seen.lines,
                    &mut code.first_line_numbers,
                    table,
                    &mut code.split_tables,
                );
            }
            b"LocalVariableTable" => {
                let table = self.local_variable_table(code, length, "LocalVariableTable", true)?;
                let first = &mut code.first_local_variables;
                SeenTables::keep(&mut seen.variables, first, table, &mut code.split_tables);
            }
            b"LocalVariableTypeTable" if self.major_version >= 49 => {
                let table = self.local_variable_table(code, length, "LocalVariableTypeTable", false)?;
                let first = &mut code.first_local_variable_types;
                SeenTables::keep(&mut seen.types, first, table, &mut code.split_tables);
            }
            b"StackMapTable" if self.major_version >= 50 => {
                ensure!(self, !seen.stack_map, "Multiple StackMapTable attributes in class file");
                seen.stack_map = true;
                let contents = self.reader.take(length as usize)?;
                code.stack_map_table = (!contents.is_empty()).then_some(contents);
            }
            _ => {
                self.reader.take(length as usize)?;
            }
        }
        Ok(())
    }

    fn line_number_table<T: TableEntry>(&mut self, length: u32, code_length: usize) -> Result<Table<'a, T>> {
        let count = usize::from(self.reader.u2()?);
        let right = length as usize == 2 + count * T::SIZE;
        ensure!(self, right, "LineNumberTable attribute has wrong length in class file");
        let bytes = self.reader.take(count * T::SIZE)?;
        for entry in bytes.chunks_exact(T::SIZE) {
            let inside = usize::from(crate::attribute::be16(entry, 0)) < code_length;
            ensure!(self, inside, "Invalid pc in LineNumberTable in class file");
        }
        Ok(Table::new(bytes))
    }

    fn local_variable_table(
        &mut self,
        code: &Code<'a>,
        length: u32,
        table_name: &str,
        has_descriptors: bool,
    ) -> Result<Table<'a, LocalVariable>> {
        let count = usize::from(self.reader.u2()?);
        ensure!(
            self,
            !self.need_verify() || length as usize == 2 + count * LocalVariable::SIZE,
            "{table_name} has wrong length in class file"
        );
        let table: Table<'a, LocalVariable> = Table::new(self.reader.take(count * LocalVariable::SIZE)?);
        if self.need_verify() {
            for variable in table.iter() {
                self.check_local_variable(code, variable, table_name, has_descriptors)?;
            }
        }
        Ok(table)
    }

    fn check_local_variable(
        &self,
        code: &Code<'a>,
        variable: LocalVariable,
        table_name: &str,
        has_descriptors: bool,
    ) -> Result<()> {
        let LocalVariable { start_pc, length, name_index, descriptor_index, index } = variable;
        let code_length = code.code.len();
        let inside = usize::from(start_pc) < code_length;
        ensure!(self, inside, "Invalid start_pc {start_pc} in {table_name} in class file");
        let inside = usize::from(start_pc) + usize::from(length) <= code_length;
        ensure!(self, inside, "Invalid length {length} in {table_name} in class file");
        let Some(name) = self.pool.utf8(name_index) else {
            fail!(self, "Name index {name_index} in {table_name} has bad constant type in class file");
        };
        let Some(descriptor) = self.pool.utf8(descriptor_index) else {
            fail!(
                self,
                "Signature index {descriptor_index} in {table_name} has bad constant type in class file"
            );
        };
        self.check_field_name(name)?;
        let mut last_slot = u32::from(index);
        if has_descriptors {
            self.check_field_descriptor(name, descriptor)?;
            last_slot += u32::from(matches!(descriptor, b"D" | b"J"));
        }
        let inside = last_slot < u32::from(code.max_locals);
        ensure!(self, inside, "Invalid index {index} in {table_name} in class file");
        Ok(())
    }

    /// No variable is described twice, and every type entry has its variable (§4.7.13, §4.7.14).
    pub(super) fn check_local_variables(&self, code: &Code<'a>) -> Result<()> {
        if !self.need_verify() || code.first_local_variables.is_empty() && !code.split_tables {
            return Ok(());
        }
        let variables = code.local_variables(&self.pool);
        let types = code.local_variable_types(&self.pool);
        let variables = Table::<LocalVariable>::new(&variables);
        let types = Table::<LocalVariable>::new(&types);
        if variables.is_empty() {
            return Ok(());
        }
        if variables.len() > 16 {
            return self.check_many_variables(variables, types);
        }
        for (i, variable) in variables.iter().enumerate() {
            if variables.iter().take(i).any(|other| key(&other) == key(&variable)) {
                self.duplicate_variable("LocalVariableTable", variable)?;
            }
        }
        for (i, variable) in types.iter().enumerate() {
            if !variables.iter().any(|other| key(&other) == key(&variable)) {
                self.unmatched_type(variable)?;
            }
            if types.iter().take(i).any(|other| key(&other) == key(&variable)) {
                self.duplicate_variable("LocalVariableTypeTable", variable)?;
            }
        }
        Ok(())
    }

    fn check_many_variables(
        &self,
        variables: Table<'_, LocalVariable>,
        types: Table<'_, LocalVariable>,
    ) -> Result<()> {
        let mut typed: HashMap<VariableKey, bool> = HashMap::with_capacity(variables.len());
        for variable in variables.iter() {
            if typed.insert(key(&variable), false).is_some() {
                self.duplicate_variable("LocalVariableTable", variable)?;
            }
        }
        for variable in types.iter() {
            match typed.get_mut(&key(&variable)) {
                None => self.unmatched_type(variable)?,
                Some(true) => self.duplicate_variable("LocalVariableTypeTable", variable)?,
                Some(seen) => *seen = true,
            }
        }
        Ok(())
    }

    #[cold]
    fn duplicate_variable(&self, table_name: &str, variable: LocalVariable) -> Result<()> {
        // Class files before version 49 may repeat a variable.
        if table_name == "LocalVariableTable" && self.major_version < 49 {
            return Ok(());
        }
        let name = mutf8::to_str(self.pool.utf8(variable.name_index).unwrap_or_default());
        fail!(self, "Duplicated {table_name} attribute entry for '{name}' in class file")
    }

    #[cold]
    fn unmatched_type(&self, variable: LocalVariable) -> Result<()> {
        let name = mutf8::to_str(self.pool.utf8(variable.name_index).unwrap_or_default());
        let class = self.class_name_text();
        Err(self.error(
            ErrorKind::ClassFormatError,
            format!("LVTT entry for '{name}' in class file {class} does not match any LVT entry"),
        ))
    }
}

/// Which attributes of a Code attribute have been seen.
#[derive(Default)]
struct SeenTables {
    lines: bool,
    variables: bool,
    types: bool,
    stack_map: bool,
}

impl SeenTables {
    /// Keeps the first table of a kind; later ones set `split`.
    fn keep<'a, T>(seen: &mut bool, slot: &mut Table<'a, T>, table: Table<'a, T>, split: &mut bool) {
        if *seen {
            *split = true;
        } else {
            *seen = true;
            *slot = table;
        }
    }
}
