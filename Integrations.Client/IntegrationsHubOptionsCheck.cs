using Microsoft.Extensions.Options;

namespace Integrations.Client;

/// <summary>Says what is wrong with the options before anything is sent; it repeats no secret.</summary>
internal sealed class IntegrationsHubOptionsCheck : IValidateOptions<IntegrationsHubOptions>
{
    private const int MostRetries = 10;

    public ValidateOptionsResult Validate(string? name, IntegrationsHubOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(IntegrationsHubOptions options)
    {
        if (options.Address is not { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } address || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            yield return "Address must be the hub's http or https address, such as https://hub.example.com, without user, query or fragment.";
        }
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !options.AllowUnencrypted)
        {
            yield return "Address must be https: tokens would be readable on the way. AllowUnencrypted takes http inside a trusted network.";
        }

        var (hasToken, hasClient) = (!string.IsNullOrWhiteSpace(options.Token), !string.IsNullOrWhiteSpace(options.ClientId) || !string.IsNullOrWhiteSpace(options.ClientSecret));
        if (hasToken == hasClient || (hasClient && (string.IsNullOrWhiteSpace(options.ClientId) || string.IsNullOrWhiteSpace(options.ClientSecret))))
        {
            yield return "Either Token, or both of ClientId and ClientSecret.";
        }

        if (options.Retries is < 0 or > MostRetries)
        {
            yield return $"Retries must be 0 to {MostRetries}.";
        }

        if (options.LongestWait < TimeSpan.Zero || (options.Timeout <= TimeSpan.Zero && options.Timeout != System.Threading.Timeout.InfiniteTimeSpan))
        {
            yield return "LongestWait must not be negative, and Timeout must be longer than nothing, or infinite.";
        }
    }
}
