using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Http;

/// <summary>Addresses as the client that asks can follow them.</summary>
internal static class SandboxAddress
{
    /// <summary><c>http://127.0.0.1:5080/sandbox</c>, without a final slash.</summary>
    public static string Root(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/sandbox";

    /// <summary>The sandbox's form of a vendor address: <c>https://api.github.com/user</c> → <c>{root}/api.github.com/user</c>.</summary>
    public static string Of(HttpContext http, string vendorAddress) =>
        vendorAddress.StartsWith("https://", StringComparison.Ordinal) ? Root(http) + "/" + vendorAddress["https://".Length..] : vendorAddress;

    /// <summary>The address of this request with some query parameters changed (null removes one): links to other pages.</summary>
    public static string WithQuery(HttpContext http, params (string Name, string? Value)[] changes)
    {
        var query = http.Request.Query
            .Where(parameter => !changes.Any(change => change.Name == parameter.Key))
            .SelectMany(parameter => parameter.Value.Select(value => (Name: parameter.Key, Value: value)))
            .Concat(changes.Where(change => change.Value is not null).Select(change => (change.Name, change.Value)))
            .Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value ?? "")}");
        return $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{http.Request.Path}?{string.Join('&', query)}";
    }
}
