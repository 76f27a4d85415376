use beleg::analysis::MentionType;
use beleg::analysis::names::{tagger, training};
use beleg::lang::Lang;
use beleg::text::Span;
use std::collections::HashSet;

fn kind(t: &str) -> Option<MentionType> {
    Some(match t {
        "person" | "P" => MentionType::Person,
        "organisation" | "O" => MentionType::Organisation,
        "place" | "L" => MentionType::Place,
        _ => return None,
    })
}

fn load(path: &str) -> Vec<training::Labelled> {
    let data = std::fs::read_to_string(path).unwrap();
    let mut out = vec![];
    if path.ends_with(".txt") {
        let lang = if path.contains("-en") { Lang::En } else { Lang::De };
        for line in data.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut text = String::new();
            let mut names = vec![];
            let mut rest = line;
            while let Some(open) = rest.find('[') {
                text.push_str(&rest[..open]);
                let close = rest.find(']').unwrap();
                let (name, t) = rest[open + 1..close].rsplit_once('|').unwrap();
                let start = text.len();
                text.push_str(name);
                names.push((Span::new(start, text.len()), kind(t).unwrap()));
                rest = &rest[close + 1..];
            }
            text.push_str(rest);
            out.push(training::Labelled { words: beleg::analysis::words::Words::new(text.as_str(), lang), names });
        }
        return out;
    }
    for line in data.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let lang = if v["lang"] == "en" { Lang::En } else { Lang::De };
        let text = v["text"].as_str().unwrap();
        let bytes: Vec<usize> = text.char_indices().map(|(b, _)| b).chain([text.len()]).collect();
        let mut gold: Vec<(usize, usize, MentionType)> = v["gold"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|g| {
                Some((
                    bytes[g["start"].as_u64()? as usize],
                    bytes[g["end"].as_u64()? as usize],
                    kind(g["type"].as_str()?)?,
                ))
            })
            .collect();
        gold.sort_by_key(|g| g.0);
        let mut start = 0;
        for para in text.split_inclusive('\n') {
            let end = start + para.len();
            let p = para.trim_end_matches('\n');
            if !p.is_empty() {
                let names = gold
                    .iter()
                    .filter(|g| g.0 >= start && g.1 <= start + p.len())
                    .map(|g| (Span::new(g.0 - start, g.1 - start), g.2))
                    .collect();
                out.push(training::Labelled { words: beleg::analysis::words::Words::new(p, lang), names });
            }
            start = end;
        }
    }
    out
}

fn main() {
    let mut train = vec![];
    let mut test = vec![];
    let mut save = None;
    let mut errors = 0;
    let mut copies = 1;
    let mut fold = None;
    for arg in std::env::args().skip(1) {
        if let Some(v) = arg.strip_prefix("save=") {
            save = Some(v.to_owned())
        } else if let Some(v) = arg.strip_prefix("errors=") {
            errors = v.parse().unwrap()
        } else if let Some(v) = arg.strip_prefix("copies=") {
            copies = v.parse().unwrap()
        } else if let Some(v) = arg.strip_prefix("test=") {
            test.push((v.to_owned(), load(v)))
        } else if let Some(v) = arg.strip_prefix("fold=") {
            // every fifth part of this file is for testing
            let all = load(v);
            let n = all.len();
            let mut t = vec![];
            for (i, x) in all.into_iter().enumerate() {
                if i * 5 / n == 4 { t.push(x) } else { train.push(x) }
            }
            fold = Some(());
            test.push((format!("fold {v}"), t));
        } else {
            for _ in 0..copies {
                train.extend(load(&arg))
            }
            copies = 1;
        }
    }
    let _ = fold;
    let t0 = std::time::Instant::now();
    let model = training::learn(&train);
    let packed = model.file().unwrap();
    if let Some(o) = &save {
        std::fs::write(o, &packed).unwrap()
    }
    println!("{} texts, {:.1} s, {} bytes", train.len(), t0.elapsed().as_secs_f32(), packed.len());
    for (name, texts) in &test {
        let (mut tp, mut np, mut ng) = (0, 0, 0);
        let mut per = std::collections::BTreeMap::<MentionType, [usize; 3]>::new();
        let t0 = std::time::Instant::now();
        let mut size = 0;
        let mut shown = 0;
        for t in texts {
            size += t.words.text.len();
            let got: HashSet<_> = tagger::in_paragraph(&t.words, &[], &model)
                .into_iter()
                .map(|f| (t.words.span(f.tokens.clone()), f.kind))
                .collect();
            let gold: HashSet<_> = t.names.iter().copied().collect();
            tp += got.intersection(&gold).count();
            np += got.len();
            ng += gold.len();
            for g in got.intersection(&gold) {
                per.entry(g.1).or_default()[0] += 1
            }
            for g in &got {
                per.entry(g.1).or_default()[1] += 1
            }
            for g in &gold {
                per.entry(g.1).or_default()[2] += 1
            }
            if shown < errors && got != gold {
                shown += 1;
                println!("  {}", t.words.text);
                for g in got.difference(&gold) {
                    println!("     + {:?} {}", g.1, g.0.of(&t.words.text))
                }
                for g in gold.difference(&got) {
                    println!("     - {:?} {}", g.1, g.0.of(&t.words.text))
                }
            }
        }
        let f = |tp: usize, np: usize, ng: usize| {
            let (p, r) = (tp as f64 / np.max(1) as f64, tp as f64 / ng.max(1) as f64);
            (p, r, 2.0 * p * r / (p + r).max(1e-9))
        };
        let (p, r, f1) = f(tp, np, ng);
        let ms = t0.elapsed().as_secs_f64() * 1e3;
        print!(
            "{} P {p:.3} R {r:.3} F {f1:.3}  ({:.1} MB/s)",
            name.rsplit('/').next().unwrap(),
            size as f64 / 1e3 / ms
        );
        for (k, v) in per {
            print!("  {} {:.3}", k.tag(), f(v[0], v[1], v[2]).2)
        }
        println!();
    }
}
