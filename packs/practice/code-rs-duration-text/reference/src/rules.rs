use std::time::Duration;

use crate::duration::@@fn@@;

/// A rule: how long to wait before the alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub wait: Duration,
}

/// Read rules, one a line; an error names the line.
pub fn read_rules(text: &str) -> Result<Vec<Rule>, String> {
    let mut rules = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let (name, wait) = line.split_once(" wait ").ok_or(format!("line {}: rule", number + 1))?;
        let wait = waiting(wait).ok_or(format!("line {}: wait", number + 1))?;
        rules.push(Rule { name: name.to_string(), wait });
    }
    Ok(rules)
}

/// Digits alone are seconds, here and nowhere else.
fn waiting(text: &str) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return @@fn@@(&format!("{text}s")).ok();
    }
    @@fn@@(text).ok()
}
