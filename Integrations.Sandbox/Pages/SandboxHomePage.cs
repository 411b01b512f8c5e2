using System.Text;
using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Pages;

/// <summary><c>GET /sandbox</c>: what this is, and what to sign in or paste.</summary>
internal static class SandboxHomePage
{
    public static IResult Show(IEnumerable<ISandboxVendor> vendors)
    {
        var html = new StringBuilder(
            """
            <h1>Vendor sandbox</h1>
            <p>Every vendor of the hub, spoken on this computer: same addresses behind <code>/sandbox/</code>, same
            sign-in, same answers, invented records. Connect through the hub as with the real vendor; where it asks for a
            token or a key, paste one from below. Records change with what you do, and stay until reset or restart.
            The list is also at <a href="/sandbox/credentials">/sandbox/credentials</a>.</p>
            <p>To try webhooks with nothing else, open a <a href="/sandbox/receiver">webhook receiver</a>: it shows what arrived and
            whether its signature holds.</p>
            <form method="post" class="bar">
              <button type="submit" formaction="/sandbox/reset">Reset</button>
              <button type="submit" formaction="/sandbox/expire">Expire all access tokens</button>
            </form>
            <h2>Accounts</h2>
            <table class="accounts"><thead><tr><th scope="col">Account</th><th scope="col">Behaviour</th><th scope="col">What happens</th></tr></thead><tbody>
            """);
        foreach (var account in SandboxAccounts.All)
        {
            html.Append($"<tr><td>{SandboxHtml.Encode(account.Name)}<br><code>{SandboxHtml.Encode(account.Email)}</code></td><td>{account.Behaviour.Key()}</td><td>{SandboxHtml.Encode(account.Behaviour.Explanation())}</td></tr>");
        }

        html.Append("</tbody></table>");
        foreach (var vendor in vendors.OrderBy(vendor => vendor.Name, StringComparer.Ordinal))
        {
            Append(html, vendor);
        }

        return SandboxHtml.Page("Vendor sandbox", html.ToString());
    }

    private static void Append(StringBuilder html, ISandboxVendor vendor)
    {
        html.Append($"<h2>{SandboxHtml.Encode(vendor.Name)}</h2><p>Answers for {string.Join(", ", vendor.Hosts.Select(host => $"<code>{SandboxHtml.Encode(host)}</code>"))}.</p>");
        html.Append("<table><thead><tr><th scope=\"col\">Provider</th><th scope=\"col\">Kind</th><th scope=\"col\">Account</th><th scope=\"col\">Behaviour</th><th scope=\"col\">Fields</th></tr></thead><tbody>");
        foreach (var credential in vendor.Credentials)
        {
            var fields = credential.Kind == "oauth2"
                ? "Pick it on the consent page."
                : string.Join("<br>", credential.Fields.Select(field => $"{SandboxHtml.Encode(field.Key)}: <code>{SandboxHtml.Encode(field.Value)}</code>"));
            html.Append($"<tr><td>{SandboxHtml.Encode(credential.Provider)}</td><td>{SandboxHtml.Encode(credential.Kind)}</td><td>{SandboxHtml.Encode(credential.Account)}</td><td>{credential.Behaviour.Key()}</td><td>{fields}</td></tr>");
        }

        html.Append("</tbody></table>");
    }
}
