//! Packs out of a table of one's own: CSV with a row of names first, or JSON Lines with an entity a line, in the form of a
//! page. What stands there was entered by hand, so it is meant before anything of a dump.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::Path;

use super::work::Work;
use super::{Error, Report, TOLD};
use crate::kb::model::{ByLang, Entity, EntityType, Fact, Source};
use crate::kb::pack::write::{BY_HAND, Writer};
use crate::lang::Lang;
use crate::text::PartialDate;
use crate::text::decode::decode;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Csv,
    Jsonl,
}

/// Between several names in one field of CSV.
const BETWEEN: char = '|';

/// Rows with what each of them says.
type Rows = Box<dyn Iterator<Item = (u64, Result<Entity, String>)>>;

/// Makes a pack out of a table, all of which comes from one source unless it says otherwise.
pub fn table(file: &Path, form: Form, pack: &Path, source: Source) -> Result<Report, Error> {
    let unreadable = |error| Error::Dump(file.into(), error);
    let rows = match form {
        Form::Csv => csv(file).map_err(unreadable)?,
        Form::Jsonl => jsonl(file).map_err(unreadable)?,
    };
    let key = source.name.get(Lang::De).to_owned();
    let work = Work::open(pack, 0)?;
    let failed = |error| Error::Work(pack.into(), error);
    let made = work.folder.join("pack");
    let out = BufWriter::new(File::create(&made).map_err(failed)?);
    let mut writer = Writer::new(out, Some(&work.folder), None).map_err(failed)?;
    let mut report = Report::default();
    for (line, row) in rows {
        report.lines += 1;
        match row {
            Ok(entity) => writer.add(&from(&key, entity), BY_HAND).map_err(failed)?,
            Err(error) => {
                report.bad += 1;
                report.first_bad.extend((report.first_bad.len() < TOLD).then_some((line, error)));
            }
        }
    }
    if report.bad == report.lines {
        return Err(Error::Empty(file.into(), report.first_bad));
    }
    writer.finish([(key, source)].into()).map_err(failed)?;
    report.place(work, &made, pack)
}

/// An entity that comes from a source, with all that says nothing else.
fn from(source: &str, mut entity: Entity) -> Entity {
    entity.id_source.get_or_insert(source.to_owned());
    for fact in &mut entity.facts {
        fact.source.get_or_insert(source.to_owned());
    }
    entity
}

fn jsonl(file: &Path) -> io::Result<Rows> {
    let lines = BufReader::new(File::open(file)?).split(b'\n').enumerate();
    Ok(Box::new(lines.filter_map(|(at, line)| {
        let entity = match line {
            Ok(line) if line.trim_ascii().is_empty() => return None,
            Ok(line) => serde_json::from_slice(&line).map_err(|error| error.to_string()).and_then(sound),
            Err(error) => Err(error.to_string()),
        };
        Some((at as u64 + 1, entity))
    })))
}

/// CSV with commas, semicolons or tabs, in UTF-8 or as older spreadsheets write it.
fn csv(file: &Path) -> io::Result<Rows> {
    // the reader would count lines that end in both as one too few
    let text = decode(std::fs::read(file)?).text.replace("\r\n", "\n");
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t'].into_iter().find(|mark| head.as_bytes().contains(mark)).unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).from_reader(io::Cursor::new(text));
    let columns: Vec<String> = reader.headers()?.iter().map(|name| name.trim().to_owned()).collect();
    Ok(Box::new(reader.into_records().map(move |record| match record {
        Ok(record) => {
            let line = record.position().map_or(0, ::csv::Position::line);
            (line, row(columns.iter().map(String::as_str).zip(record.iter().map(str::trim))))
        }
        Err(error) => (error.position().map_or(0, ::csv::Position::line), Err(error.to_string())),
    })))
}

/// An entity out of the fields of a row.
fn row<'r>(fields: impl Iterator<Item = (&'r str, &'r str)>) -> Result<Entity, String> {
    let mut entity = Entity::new("".into(), EntityType::Organisation, ByLang::default());
    let mut kind = None;
    for (column, value) in fields.filter(|(_, value)| !value.is_empty()) {
        let (name, lang) = match column.rsplit_once('_').map(|(name, tag)| (name, Lang::parse(tag))) {
            Some((name, Some(lang))) => (name, lang),
            _ => (column, Lang::De),
        };
        let names = || value.split(BETWEEN).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        match name {
            "id" => entity.id = value.into(),
            "type" => kind = Some(EntityType::of_tag(value).ok_or(format!("unknown type `{value}`"))?),
            "label" => entity.label.set(lang, value.to_owned()),
            "aliases" => entity.aliases.set(lang, names().collect()),
            "description" => entity.description.set(lang, value.to_owned()),
            "short" => entity.short = names().collect(),
            "quoted" => entity.quoted = names().collect(),
            "ordinary" => entity.ordinary = names().collect(),
            "context" => entity.context = names().collect(),
            "family" => entity.set_family(Some(value)),
            "country" => entity.country = Some(value.to_owned()),
            "note" => entity.note = Some(value.to_owned()),
            _ => entity
                .facts
                .push(fact(column.strip_prefix("fact.").ok_or(format!("unknown column `{column}`"))?, value)),
        }
    }
    entity.kind = kind.ok_or("`type` is missing")?;
    sound(entity)
}

/// A day where the value is one, else what it says.
fn fact(kind: &str, value: &str) -> Fact {
    let mut fact = Fact::new(kind, "");
    fact.source = None;
    fact.at = PartialDate::parse(value);
    fact.value = fact.at.is_none().then(|| ByLang::new(Some(value.to_owned()), None));
    fact
}

fn sound(entity: Entity) -> Result<Entity, String> {
    match (&*entity.id, entity.label.get(Lang::De)) {
        ("", _) => Err("`id` is missing".to_owned()),
        (_, "") => Err("`label` is missing".to_owned()),
        _ => Ok(entity),
    }
}
