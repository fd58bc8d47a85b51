//! Variables of the environment. All values are sealed before they are kept; a secret is never shown again.

use super::Sheet;
use crate::{
    acts::{Actor, Trouble, within},
    rules::{
        config::{VALUES_MAX, VARIABLES_MAX, Variable, VariableName, parse_value},
        problem::{Field, Flaws, Problem, Thing, Why},
    },
};

impl Actor {
    /// Sets a variable, new or known. A known secret without a new value stays as it is. `version` is the one the person
    /// saw; the answer is the one it became.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, or name or value cannot be.
    pub async fn set_variable(
        &self,
        app: &str,
        version: i64,
        name: &str,
        value: &str,
        secret: bool,
    ) -> Result<i64, Problem> {
        let mut flaws = Flaws::default();
        let name = flaws.keep(VariableName::parse(name));
        let value = flaws.keep(parse_value(value_field(secret), value));
        let (Some(name), Some(value)) = (name, value) else { return Err(flaws.into_problem()) };
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            self.put_variable(&mut sheet, name.as_str(), &value, secret)?;
            if sheet.is_unchanged() {
                return Ok(version);
            }
            self.save_config(tx, sheet).await?
        })
    }

    /// Takes a variable away.
    ///
    /// # Errors
    /// When the policy refuses, somebody changed the App meanwhile, it is suspended, or there is no such variable.
    pub async fn remove_variable(&self, app: &str, version: i64, name: &str) -> Result<i64, Problem> {
        within!(&self.guest, |tx| {
            let mut sheet = self.open_config(tx, app, version).await?;
            sheet.after.variables.retain(|variable| variable.name != name);
            if sheet.is_unchanged() {
                return Err(Thing::Variable.into());
            }
            self.save_config(tx, sheet).await?
        })
    }

    fn put_variable(&self, sheet: &mut Sheet, name: &str, value: &str, secret: bool) -> Result<(), Trouble> {
        let (app, warren) = (sheet.app(), &self.guest.warren);
        let variables = &mut sheet.after.variables;
        let at = variables.iter().position(|variable| variable.name == name);
        let old = at.map(|at| &variables[at]);
        match old {
            Some(old) if old.secret && secret && value.is_empty() => return Ok(()),
            Some(old)
                if !old.secret && !secret && warren.keys.unseal(app, name, &old.value).as_deref() == Some(value) =>
            {
                return Ok(());
            }
            // What could be read is no secret, and what is a secret is never read: both begin with a new value.
            Some(old) if old.secret != secret && value.is_empty() => return Err(flaw(secret, Why::Missing)),
            None if secret && value.is_empty() => return Err(flaw(secret, Why::Missing)),
            None if variables.len() >= VARIABLES_MAX => {
                return Err(Problem::field(Field::VariableName, Why::Full(100)).into());
            }
            _ => {}
        }
        let others: usize = variables.iter().filter(|v| v.name != name).map(|v| length(&v.value)).sum();
        if others + value.len() > VALUES_MAX {
            return Err(flaw(secret, Why::NoRoom(65_535)));
        }
        let value = warren.keys.seal(app, name, value, warren.chance.bytes());
        let variable = Variable { name: name.to_owned(), value, secret, changed_at: self.guest.at };
        match at {
            Some(at) => variables[at] = variable,
            None => variables.push(variable),
        }
        variables.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }
}

const fn value_field(secret: bool) -> Field {
    if secret { Field::SecretValue } else { Field::VariableValue }
}

fn flaw(secret: bool, why: Why) -> Trouble {
    Problem::field(value_field(secret), why).into()
}

/// How long a sealed value is when it is opened: without its 28 bytes of number used once and seal, and out of base64.
fn length(sealed: &str) -> usize {
    (sealed.len() * 3 / 4).saturating_sub(28)
}
