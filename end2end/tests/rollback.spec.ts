import { join, pair, person } from '../support/people.ts';
import { open } from '../support/page.ts';
import { chooseRole, memberRow, roleButton } from '../support/team.ts';
import { expect, test } from '../support/test.ts';

test.describe('a role that could not be changed rolls back, in its row alone', () => {
  test('when the server is out of reach', async ({ enter, house }) => {
    const [kevins, anas, graces] = [await enter({ breaks: /change_role/ }), await enter(), await enter()];
    const { slug, member } = await pair(kevins, anas, house, 'Developer');
    const grace = await join(kevins, house, slug, graces, person('Grace Hopper'), 'Developer');
    await open(kevins, `/c/${slug}/team`);
    await chooseRole(kevins, grace.name, 'Billing');
    await expect(memberRow(kevins, grace.name)).toHaveAttribute('aria-busy', 'false');

    let fail = () => {};
    const held = new Promise<void>((resolve) => (fail = resolve));
    await kevins.route('**/do/change_role', async (route) => {
      await held;
      await route.abort('connectionfailed');
    });
    await chooseRole(kevins, member.name, 'Admin');
    // Shown at once, and marked as on its way.
    await expect(roleButton(kevins, member.name, 'Admin')).toBeVisible();
    await expect(memberRow(kevins, member.name)).toHaveAttribute('aria-busy', 'true');
    fail();
    await expect(roleButton(kevins, member.name, 'Developer')).toBeVisible();
    await expect(memberRow(kevins, member.name).getByRole('alert')).toBeVisible();
    await expect(memberRow(kevins, member.name)).toHaveAttribute('aria-busy', 'false');
    await expect(roleButton(kevins, grace.name, 'Billing')).toBeVisible();
    await expect(memberRow(kevins, grace.name).getByRole('alert')).toHaveCount(0);
  });

  test('when the server refuses what the page thought possible', async ({ enter, house }) => {
    const [kevins, admins, devs] = [await enter(), await enter({ allows: [403, 409], breaks: /\/live/ }), await enter()];
    const { slug } = await pair(kevins, admins, house, 'Admin');
    const grace = await join(kevins, house, slug, devs, person('Grace Hopper'), 'Developer');
    // The Admin's page does not hear what happens meanwhile.
    await admins.route('**/live?*', (route) => route.abort('connectionfailed'));
    await open(admins, `/c/${slug}/team`);
    await open(kevins, `/c/${slug}/team`);
    await chooseRole(kevins, grace.name, 'Billing');
    await expect(memberRow(kevins, grace.name)).toHaveAttribute('aria-busy', 'false');
    await chooseRole(admins, grace.name, 'Admin');
    const row = memberRow(admins, grace.name);
    await expect(row.getByRole('alert')).toBeVisible();
    await expect(roleButton(admins, grace.name, 'Billing')).toBeVisible();
    await expect(row).toHaveAttribute('aria-busy', 'false');
  });
});
