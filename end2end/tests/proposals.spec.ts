import { equip } from '../support/apps.ts';
import { fillAddress, mailedPath } from '../support/clients.ts';
import { pair, person } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { expect, test } from '../support/test.ts';

for (const javaScriptEnabled of [true, false]) {
  test(`an Admin proposes, an Owner confirms, the client accepts, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({ enter, house }) => {
    const [kevins, anas, clients] = [await enter({ javaScriptEnabled }), await enter({ javaScriptEnabled }), await enter({ javaScriptEnabled })];
    const { slug, owner, member } = await pair(kevins, anas, house, 'Admin');
    const app = await equip(kevins, slug);
    const client = person('Carla Client');

    await test.step('the Admin asks the Owners', async () => {
      await anas.goto(`/c/${slug}/apps/${app}`);
      await anas.getByRole('link', { name: 'Invite a client' }).click();
      await expect(anas.getByText('an Owner confirms your request before it goes to the client')).toBeVisible();
      await anas.getByLabel('Client’s e-mail address').fill(client.email);
      await anas.getByRole('button', { name: 'Ask the Owners' }).click();
      await expect(anas.getByRole('heading', { name: `Request to ${client.email}` })).toBeVisible();
      await expect(anas.getByRole('button', { name: 'Confirm and send' })).toHaveCount(0);
      await anas.goto(`/c/${slug}/apps`);
      await expect(anas.getByText('Waits for an Owner')).toBeVisible();
      await anas.getByRole('link', { name: app }).click();
      await expect(anas.getByText('Waits for an Owner')).toBeVisible();
      await anas.getByRole('link', { name: 'Follow the request' }).click();
      await expect(anas.getByRole('link', { name: 'Withdraw' })).toBeVisible();
    });

    await test.step('the Owner finds it, and looks at what the client will see', async () => {
      await kevins.goto('/');
      const waits = kevins.getByRole('region', { name: 'Waits for your confirmation' });
      await expect(waits).toContainText(`${member.name} would like a client to take over ${app}`);
      await waits.getByRole('link', { name: 'Look and decide' }).click();
      await expect(kevins.getByText(`${member.name} stays as Admin`)).toBeVisible();
      await kevins.goto(`/c/${slug}/apps/${app}`);
      await expect(kevins.getByText('Waits for your confirmation')).toBeVisible();
      await kevins.getByRole('link', { name: 'Look and decide' }).click();
      await kevins.getByRole('link', { name: 'Preview what the client sees' }).click();
      await expect(kevins.getByRole('heading', { level: 1 })).toHaveText(`${member.name} asks you to take over ${app}`);
    });

    await test.step('the mail leads there too, and one press confirms', async () => {
      const mail = await house.post.waitForMail(owner.email, `${member.name} would like ${client.email} to take over ${app}`);
      await kevins.goto(linkIn(mail));
      await kevins.getByRole('button', { name: 'Confirm and send' }).click();
      await expect(kevins.getByText('Confirmed. It is on its way to the client')).toBeVisible();
      await expect(kevins.getByRole('heading', { name: `Sent to ${client.email}` })).toBeVisible();
    });

    await test.step('the client accepts', async () => {
      await clients.goto(await mailedPath(house, client.email));
      await expect(clients.getByRole('heading', { level: 1 })).toHaveText(`${member.name} asks you to take over ${app}`);
      await fillAddress(clients);
      await clients.getByRole('button', { name: /^Accept and pay/ }).click();
      await expect(clients.getByRole('heading', { level: 1 })).toHaveText(`Done. You own ${app}.`);
      await clients.getByRole('link', { name: /^Open / }).click();
    });

    await test.step('the Admin is Admin there', async () => {
      await anas.goto(new URL(clients.url()).pathname);
      await expect(anas.getByText('Your role is Admin.')).toBeVisible();
    });
  });
}
