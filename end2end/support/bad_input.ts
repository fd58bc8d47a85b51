import type { Page } from '@playwright/test';
import type { BadInput } from './forms.ts';
import { open } from './page.ts';
import { act, foundCompany, person } from './people.ts';

const LONG = 'x'.repeat(200);

/** Each form of the product with bad input. */
export const FORMS: BadInput[] = [
  {
    name: 'sign up',
    path: () => '/signup',
    button: 'Create account',
    typed: { 'First name': ' ', 'Last name': LONG, 'E-mail address': 'ada@', Password: 'short' },
    wrong: {
      'First name': /Fill this in/,
      'Last name': /at most 60/,
      'E-mail address': /like name@example.com/,
      Password: /at least 15/,
      'I accept the terms of service of this Warren.': /Tick this/,
    },
  },
  {
    name: 'sign in',
    path: () => '/login',
    button: 'Sign in',
    typed: { 'E-mail address': 'nobody@people.example', Password: 'not the password' },
    wrong: { Password: /do not fit together/ },
  },
  {
    name: 'ask for a sign-in link',
    path: () => '/login/link',
    button: 'Mail me the link',
    typed: { 'E-mail address': 'ada at home' },
    wrong: { 'E-mail address': /like name@example.com/ },
  },
  {
    name: 'ask for a new password',
    path: () => '/reset',
    button: 'Mail me the link',
    typed: { 'E-mail address': '' },
    wrong: { 'E-mail address': /Fill this in/ },
  },
  {
    name: 'set up a company',
    isPrivate: true,
    path: () => '/companies/new',
    button: 'Set up company',
    typed: {
      'Company name': '',
      'Name in addresses': '-9',
      'Name on the invoice': 'Ada’s <b>burrow</b> & “sons”',
      'Street and number': '',
      'Postal code': LONG,
      'Town or city': 'Zürich',
      // Without a country nobody can say whether it is one.
      'VAT number': '12',
      'E-mail address for invoices': 'nowhere',
    },
    wrong: {
      'Company name': /Fill this in/,
      'Name in addresses': /begin with a letter/,
      Country: /Fill this in/,
      'Street and number': /Fill this in/,
      'Postal code': /at most 16/,
      'E-mail address for invoices': /like name@example.com/,
    },
  },
  {
    name: 'change my name',
    isPrivate: true,
    path: () => '/account',
    form: (page) => page.getByRole('region', { name: 'Name' }),
    button: 'Save name',
    typed: { 'First name': '', 'Last name': 'Love\u202Elace' },
    wrong: { 'First name': /Fill this in/, 'Last name': /control characters/ },
  },
  {
    name: 'change my address',
    isPrivate: true,
    path: () => '/account',
    form: (page) => page.getByRole('region', { name: 'E-mail address' }),
    button: 'Mail me the link',
    typed: { 'New e-mail address': 'ada@localhost' },
    wrong: { 'New e-mail address': /like name@example.com/ },
  },
  {
    name: 'change my password',
    isPrivate: true,
    path: () => '/account',
    form: (page) => page.getByRole('region', { name: 'Password' }),
    button: 'Change password',
    typed: { 'Current password': 'not the password', 'New password': 'passwordpassword' },
    wrong: { 'New password': /easy to guess/ },
  },
  {
    name: 'invite',
    isPrivate: true,
    path: async (page) => `/c/${await companyOf(page)}/team/invite`,
    lively: async (page) => {
      await open(page, `/c/${await companyOf(page)}/team`);
      await page.getByRole('link', { name: 'Invite people' }).click();
      return page.getByRole('dialog', { name: /^Invite people/ });
    },
    button: 'Send invitations',
    typed: { 'E-mail addresses': '', Note: 'Welcome to <b>the</b> grid & “more”' },
    wrong: { 'E-mail addresses': /Fill this in/ },
  },
  {
    name: 'invite a client',
    isPrivate: true,
    path: async (page) => `/apps/${await trialOf(page)}/client`,
    button: 'Send request',
    typed: { 'Client’s e-mail address': 'ana@' },
    wrong: { 'Client’s e-mail address': /like name@example.com/ },
  },
];

/** A trial of who is signed in here. */
async function trialOf(page: Page): Promise<string> {
  trials += 1;
  return (await act(page, 'start_personal_trial', { app_name: `typed-${trials}` })) as string;
}

let trials = 0;

/** A Company of who is signed in here. */
export async function companyOf(page: Page): Promise<string> {
  return foundCompany(page, person('Ada'), 'Analytical Engines');
}
