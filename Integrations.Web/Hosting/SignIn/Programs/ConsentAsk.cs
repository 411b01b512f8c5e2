using OpenIddict.Abstractions;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>A request of a program that waits for its person.</summary>
/// <param name="Parameters">As the program sent them.</param>
internal sealed record ConsentAsk(IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    public string ClientId => Of(OpenIddictConstants.Parameters.ClientId) ?? "";

    public string? Scope => Of(OpenIddictConstants.Parameters.Scope);

    public IReadOnlyList<string> Resources => [.. Parameters.Where(pair => pair.Key == OpenIddictConstants.Parameters.Resource).Select(pair => pair.Value)];

    /// <summary>Where the browser goes on to, whatever the person decides.</summary>
    public Uri? Redirect => Uri.TryCreate(Of(OpenIddictConstants.Parameters.RedirectUri), UriKind.Absolute, out var redirect) ? redirect : null;

    private string? Of(string name) => Parameters.FirstOrDefault(pair => pair.Key == name).Value;
}
