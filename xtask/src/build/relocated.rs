//! A program that still has its relocations: the lists of all places in its code and data that name something. So it is
//! known who calls whom and whose address stands where.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use wasmparser::{
    FunctionBody, KnownCustom, Linking, Name, Parser, Payload, RelocSectionReader, RelocationEntry, RelocationType,
    SymbolInfo, TypeRef,
};

use crate::outcome::{OrSay, Outcome};

/// The section that lists the places in the code.
const LIST: &str = "reloc.CODE";

const UNREACHABLE: u8 = 0x00;
const NOTHING: u8 = 0x01;
const END: u8 = 0x0b;

/// Functions are counted as the format counts them: first those that come from outside.
#[derive(Default)]
pub struct Program<'a> {
    bytes: &'a [u8],
    imported: usize,
    bodies: Vec<FunctionBody<'a>>,
    /// The mangled names.
    pub names: HashMap<usize, &'a str>,
    /// Caller and called.
    pub calls: Vec<(usize, usize)>,
    /// How many places hold the address of a function.
    pub addresses: HashMap<usize, usize>,
    /// Where the code begins.
    code: u64,
    /// The list of places in the code, and the section with it.
    list: Option<(RelocSectionReader<'a>, Range<u64>)>,
}

impl<'a> Program<'a> {
    pub fn read(bytes: &'a [u8]) -> Outcome<Self> {
        let mut program = Self { bytes, ..Self::default() };
        program.walk().or_say("The program of the browser side could not be read")?;
        Ok(program)
    }

    /// The functions that have a body, and the body.
    pub fn bodies(&self) -> impl Iterator<Item = (usize, &FunctionBody<'a>)> {
        self.bodies.iter().enumerate().map(|(place, body)| (self.imported + place, body))
    }

    fn walk(&mut self) -> wasmparser::Result<()> {
        let (mut symbols, mut lists, mut before) = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(self.bytes) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        self.imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => self.code = range.start,
                Payload::CodeSectionEntry(body) => self.bodies.push(body.clone()),
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => self.read_names(names)?,
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part? {
                                symbols =
                                    table.into_iter().map(|symbol| symbol.map(function)).collect::<Result<_, _>>()?;
                            }
                        }
                    }
                    KnownCustom::Reloc(list) if section.name() == LIST => {
                        self.list = Some((list.clone(), before..section.range().end));
                        lists.push((list, true));
                    }
                    KnownCustom::Reloc(list) => lists.push((list, false)),
                    _ => {}
                },
                _ => {}
            }
            // The head of a section stands behind the end of the one before.
            before = payload.as_section().map_or(before, |(_, range)| range.end);
        }
        for (list, is_of_code) in lists {
            for entry in list.entries() {
                self.note(&entry?, is_of_code, &symbols);
            }
        }
        Ok(())
    }

    fn read_names(&mut self, names: wasmparser::NameSectionReader<'a>) -> wasmparser::Result<()> {
        for part in names {
            if let Name::Function(names) = part? {
                for naming in names {
                    let naming = naming?;
                    self.names.insert(index(naming.index), naming.name);
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, entry: &RelocationEntry, is_of_code: bool, symbols: &[Option<usize>]) {
        let Some(Some(function)) = symbols.get(index(entry.index)).copied() else { return };
        match entry.ty {
            RelocationType::FunctionIndexLeb if is_of_code => {
                let place = self.code + u64::from(entry.offset);
                let caller = self.imported + self.bodies.partition_point(|body| body.range().end <= place);
                self.calls.push((caller, function));
            }
            RelocationType::TableIndexI32 | RelocationType::TableIndexSleb => {
                *self.addresses.entry(function).or_default() += 1;
            }
            _ => {}
        }
    }

    /// The program with traps in place of some bodies. The code keeps its length, because no tool writes the lists of
    /// places again; the list loses what stood in the traps.
    pub fn with_traps(&self, functions: &HashSet<usize>) -> Outcome<Vec<u8>> {
        let traps: Vec<_> =
            self.bodies().filter(|(function, _)| functions.contains(function)).map(|(_, body)| body.range()).collect();
        let (entries, section) = self.list.as_ref().ok_or("The browser side was linked without relocations")?;
        let is_gone = |offset: u32| {
            let place = self.code + u64::from(offset);
            traps.get(traps.partition_point(|trap| trap.end <= place)).is_some_and(|trap| trap.contains(&place))
        };
        let list = self.shorten(entries, is_gone).or_say("The relocations of the browser side could not be read")?;
        let mut trapped = self.bytes.to_vec();
        for trap in &traps {
            if let Some([locals, first, middle @ .., last]) = trapped.get_mut(place(trap)) {
                (*locals, *first, *last) = (0, UNREACHABLE, END);
                middle.fill(NOTHING);
            }
        }
        trapped.splice(place(section), list);
        Ok(trapped)
    }

    /// A section with the list without some places.
    fn shorten(&self, list: &RelocSectionReader, is_gone: impl Fn(u32) -> bool) -> wasmparser::Result<Vec<u8>> {
        let (mut count, mut kept) = (0, Vec::new());
        let all: Vec<_> = list.entries().into_iter_with_offsets().collect::<wasmparser::Result<_>>()?;
        let ends = all.iter().skip(1).map(|(start, _)| *start).chain([list.entries().range().end]);
        for ((start, entry), end) in all.iter().zip(ends) {
            if !is_gone(entry.offset) {
                count += 1;
                kept.extend_from_slice(self.bytes.get(place(&(*start..end))).unwrap_or_default());
            }
        }
        let mut content = Vec::new();
        write(&mut content, LIST.len());
        content.extend_from_slice(LIST.as_bytes());
        write(&mut content, index(list.section_index()));
        write(&mut content, count);
        content.extend(kept);
        let mut section = vec![0];
        write(&mut section, content.len());
        section.extend(content);
        Ok(section)
    }
}

/// The function that a symbol names.
fn function(symbol: SymbolInfo) -> Option<usize> {
    let SymbolInfo::Func { index: function, .. } = symbol else { return None };
    Some(index(function))
}

/// Writes a number as the format has them: seven bits a byte, and one that says whether more follow.
fn write(to: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        to.push(u8::try_from(number & 0x7f).unwrap_or_default() | 0x80);
        number >>= 7;
    }
    to.push(u8::try_from(number).unwrap_or_default());
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn place(range: &Range<u64>) -> Range<usize> {
    let place = |place| usize::try_from(place).unwrap_or(usize::MAX);
    place(range.start)..place(range.end)
}
