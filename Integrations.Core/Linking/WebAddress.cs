namespace Integrations.Core.Linking;

/// <summary>Addresses that may become links on a page: vendors' data is untrusted (SECURITY I14).</summary>
public static class WebAddress
{
    /// <summary>The address when it is absolute http or https; else null.</summary>
    public static string? Of(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? text
            : null;
}
