using System.Text;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Pages;

/// <summary>"Do you allow this app …?" Posts back to the address it was shown at, query included.</summary>
internal static class ConsentPage
{
    public static IResult Show(OAuthRules rules, string provider, IReadOnlyList<string> scopes)
    {
        var vendor = SandboxHtml.Encode(rules.VendorName);
        var html = new StringBuilder(
            $"""
            <form class="consent" method="post">
              <h1>Integrations Hub wants to access {vendor}</h1>
              <p>App: <code>{SandboxHtml.Encode(provider)}</code>. Pick the account to connect.</p>
              <fieldset><legend>Account</legend>
            """);
        for (var i = 0; i < rules.Accounts.Count; i++)
        {
            html.Append(Choice(rules.Accounts[i], isFirst: i == 0));
        }

        html.Append("</fieldset><fieldset><legend>It will be able to</legend>");
        if (rules.ScopesCanBeUnticked)
        {
            foreach (var name in scopes.Select(SandboxHtml.Encode))
            {
                html.Append($"<label class=\"account\"><input type=\"checkbox\" name=\"scope\" value=\"{name}\" checked><span><code>{name}</code></span></label>");
            }
        }
        else
        {
            html.Append($"<ul class=\"scopes\">{string.Concat(scopes.DefaultIfEmpty("read your profile").Select(scope => $"<li><code>{SandboxHtml.Encode(scope)}</code></li>"))}</ul>");
        }

        html.Append(
            """
              </fieldset>
              <p class="actions">
                <button type="submit" name="decision" value="deny">Deny</button>
                <button type="submit" name="decision" value="allow" class="primary">Allow</button>
              </p>
            </form>
            """);
        return SandboxHtml.Page($"Allow access to {rules.VendorName}?", html.ToString());
    }

    private static string Choice(SandboxAccount account, bool isFirst) =>
        $"""
        <label class="account"><input type="radio" name="account" value="{SandboxHtml.Encode(account.Email)}"{(isFirst ? " checked" : "")}>
          <span>{SandboxHtml.Encode(account.Name)} ({SandboxHtml.Encode(account.Email)})
          <small>{SandboxHtml.Encode(account.Behaviour.Explanation())}</small></span></label>
        """;
}
