import { act, foundCompany, invite, join, person, settle } from '../support/people.ts';
import { linkIn } from '../support/post.ts';
import { expect, test } from '../support/test.ts';

test('the button of every mail leads somewhere', async ({ enter, house }) => {
  const [kevins, anas, graces] = [await enter(), await enter(), await enter()];
  const kevin = await settle(kevins, house, person('Kevin Flynn'));
  const slug = await foundCompany(kevins, kevin, 'Encom');
  const ana = await join(kevins, house, slug, anas, person('Ana Alves'), 'Admin');
  const grace = await join(kevins, house, slug, graces, person('Grace Hopper'), 'Developer');
  const sam = person('Sam');
  const secret = (await invite(anas, house, slug, sam.email, 'Developer')).split('/').pop()!;
  await settle(graces, house, sam);
  await act(graces, 'decline_invitation', { secret });
  await act(graces, 'sign_in', { email: grace.email, password: grace.password });
  const fresh = 'quite another burrow';
  await act(graces, 'change_password', { password: grace.password, new_password: fresh });

  const { members } = (await act(kevins, 'team', { slug })) as { members: { user: string; name: string; version: number }[] };
  const { user, version } = members.find(({ name }) => name === grace.name)!;
  await act(kevins, 'change_role', { slug, user, to: 'billing', version: String(version) });
  await act(graces, 'leave', { slug });

  const expected: [typeof kevins, string, (string | RegExp)[]][] = [
    [kevins, kevin.email, [/Ana Alves joined/, /Grace Hopper joined/, /Grace Hopper is now/, /no longer in/]],
    [anas, ana.email, [/^Welcome to Encom/, /declined to join Encom/]],
    [graces, grace.email, [/^Welcome to Encom/, 'Your password was changed', /^You are now a Billing member/]],
  ];
  for (const [page, email, subjects] of expected) {
    for (const subject of subjects) {
      const mail = await house.post.waitForMail(email, subject);
      const { pathname, search } = new URL(linkIn(mail));
      // Grace has left by now; the link is right, but no longer for her.
      const reader = page === graces && pathname.startsWith('/c/') ? kevins : page;
      const answer = await reader.request.get(pathname + search, { maxRedirects: 0 });
      expect.soft(answer.status(), `${mail.subject}: ${pathname}`).toBe(200);
    }
  }
});

test('a mail says who it is for, has text and HTML, and carries no markup of others', async ({ enter, house }) => {
  const page = await enter();
  const kevin = await settle(page, house, { ...person('Kevin'), first: '<img src=x data-xss>', last: '' });
  const slug = await foundCompany(page, kevin, '<b data-xss>Encom</b>\u00a0Ltd');
  const ana = person('Ana');
  await act(page, 'invite', { slug, addresses: ana.email, role: 'admin', note: '<script data-xss>alert(1)</script>' });
  const mail = await house.post.waitForMail(ana.email, /invites you to/);
  expect(mail.text).toContain('<script data-xss>alert(1)</script>');
  expect(mail.html).not.toMatch(/<[^>]*data-xss/);
  expect(mail.html).toContain('&lt;script data-xss&gt;');
  expect(new URL(linkIn(mail)).origin).toBe(house.url);
});
