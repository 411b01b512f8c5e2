using System.Globalization;

namespace Integrations.Core.Identity.OpenId;

/// <summary>Domains of e-mail addresses, in the one spelling that is stored and compared.</summary>
internal static class OpenIdDomains
{
    // Throws for what IDNA does not allow; stateless, so one is enough.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>As DNS has it, in small letters; null for what is no domain of at least two labels.</summary>
    public static string? Normalize(string text)
    {
        try
        {
            var domain = Idn.GetAscii(text.Trim()).ToLowerInvariant();
            return domain.Length <= OrganizationSignInDomain.DomainMaxLength && domain.Contains('.', StringComparison.Ordinal)
                && Uri.CheckHostName(domain) == UriHostNameType.Dns && !domain.EndsWith('.')
                    ? domain
                    : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The domain behind the last @; null for what is no address.</summary>
    public static string? OfAddress(string? address) =>
        address?.LastIndexOf('@') is > 0 and var at ? Normalize(address[(at + 1)..]) : null;
}
