// A person before a browser of a few lines: signs in to the hub, and lets a program in.
const hub = new URL(process.env.HUB_URL);
const cookies = new Map();
const unescape = text => text.replaceAll('&quot;', '"').replaceAll('&#x2B;', '+').replaceAll('&#x27;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
// The layout has a form of its own before the page's.
const fields = (page, action) => [...page.slice(action ? page.indexOf(`action="${action}"`) : 0).matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(found => [unescape(found[1]), unescape(found[2])]);

const browse = async (address, form) => {
    const answer = await fetch(new URL(address, hub), {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { accept: 'text/html', cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        body: form && new URLSearchParams(form),
    });
    for (const line of answer.headers.getSetCookie()) {
        const [name, ...value] = line.split(';')[0].split('=');
        cookies.set(name, value.join('='));
    }
    return { location: answer.headers.get('location'), page: await answer.text() };
};

// Follows redirects within the hub, answers its forms, and stops where the browser would leave for the program.
export const letIn = async address => {
    let steps = 0;
    for (let step = await browse(address); steps < 12; steps++) {
        if (step.location) {
            if (new URL(step.location, hub).origin !== hub.origin) {
                return new URL(step.location);
            }
            step = await browse(step.location);
        } else if (step.page.includes('name="Form.Password"')) {
            const { pathname, search } = new URL(address);
            step = await browse(`/account/sign-in?returnUrl=${encodeURIComponent(pathname + search)}`, [['_handler', 'sign-in'], fields(step.page, '').find(([name]) => name === '__RequestVerificationToken'), ['Form.Email', process.env.EMAIL], ['Form.Password', process.env.PASSWORD]]);
        } else {
            step = await browse('/oauth/authorize', [...fields(step.page, '/oauth/authorize'), ['decision', 'accept']]);
        }
    }
    throw new Error('The browser went round in circles.');
};
