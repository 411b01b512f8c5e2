using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>Exact origins whose pages may frame a page, spelled as browsers compare them: they become part of a header, so nothing else may be in them.</summary>
internal static class FrameOrigins
{
    private const int MaxLength = 200;

    /// <param name="typed">One origin each; empty lines are left out.</param>
    /// <param name="field">Named in what is refused.</param>
    /// <param name="most">At most so many different ones.</param>
    public static Result<IReadOnlyList<string>> Read(IReadOnlyList<string> typed, string field, int most)
    {
        var origins = new List<string>();
        foreach (var text in typed.Select(line => line.Trim().TrimEnd('/')).Where(line => line.Length > 0))
        {
            if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
                || address.UserInfo.Length > 0 || address.PathAndQuery != "/" || address.Fragment.Length > 0 || EgressPolicy.AsciiHost(address) is not { } host || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                return Failure.InvalidField(field, $"'{Text.Cut(text, 60)}' is no origin. Write one a line, such as https://intranet.example.org, without a path.");
            }

            origins.Add($"{address.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? $"[{host.Trim('[', ']')}]" : host)}{(address.IsDefaultPort ? "" : $":{address.Port}")}");
        }

        var distinct = origins.Distinct(StringComparer.Ordinal).ToList();
        return distinct.Count > most
            ? Failure.InvalidField(field, $"At most {most} origins.")
            : Result<IReadOnlyList<string>>.Success(distinct);
    }
}
