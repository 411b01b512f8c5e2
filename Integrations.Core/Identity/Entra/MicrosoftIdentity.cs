using System.Security.Cryptography;
using System.Text;

namespace Integrations.Core.Identity.Entra;

/// <summary>Who signed in at Microsoft, as a verified identity token says.</summary>
/// <param name="Issuer">The token's <c>iss</c>: the directory.</param>
/// <param name="Subject">The token's <c>sub</c>: the person there, as this client knows them; it never changes, addresses do.</param>
/// <param name="Name">The token's <c>preferred_username</c>, to show. Nothing is decided by it.</param>
public sealed record MicrosoftIdentity(string Issuer, string Subject, string Name)
{
    internal string Key => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Issuer}\n{Subject}")));
}
