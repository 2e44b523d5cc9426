//! What differs between two texts, line by line.

/// Lines around a difference that are shown with it.
const CONTEXT: usize = 3;

/// The differences, with `-` in front of lines of `old` and `+` in front of lines of `new`.
pub fn diff(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    // lengths of the longest common subsequences of the texts' ends
    let mut common = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut all: Vec<(char, &str)> = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            all.push((' ', old[i]));
            i += 1;
            j += 1;
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            all.push(('-', old[i]));
            i += 1;
        } else {
            all.push(('+', new[j]));
            j += 1;
        }
    }
    let near = |n: usize| {
        let end = (n + CONTEXT + 1).min(all.len());
        all[n.saturating_sub(CONTEXT)..end].iter().any(|l| l.0 != ' ')
    };
    let mut text = String::new();
    for (n, (mark, line)) in all.iter().enumerate() {
        if near(n) {
            text.push_str(&format!("{mark} {line}\n"));
        } else if n > 0 && near(n - 1) {
            text.push_str("  ...\n");
        }
    }
    text
}
