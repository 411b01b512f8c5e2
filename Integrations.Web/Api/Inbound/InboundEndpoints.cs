using Integrations.Connectors.Contracts;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.Features;

namespace Integrations.Web.Api.Inbound;

/// <summary>Where vendors deliver. Anonymous: the address's key and the vendor's signature are the proof (SECURITY W9, W10).</summary>
internal static class InboundEndpoints
{
    private const int LargestBodyInBytes = 1024 * 1024;

    // The same words for unknown addresses and wrong signatures, so that neither tells anything (W10).
    private static readonly Failure Unknown = Failure.NotFound("inbound.unknown", "There is no such address, or the signature is wrong.");

    public static IEndpointRouteBuilder MapInbound(this IEndpointRouteBuilder routes)
    {
        // GET and HEAD are how some vendors prove an address before they use it.
        routes.MapMethods($"{InboundAddressService.PathPrefix}/{{provider}}/{{integrationId:guid}}", [HttpMethods.Post, HttpMethods.Get, HttpMethods.Head], ReceiveAsync)
            .WithName("ReceiveVendorEvent")
            // For vendors: its address holds a secret, and no caller of the API is to try it.
            .ExcludeFromDescription()
            .WithTags("Inbound")
            .AllowAnonymous()
            .RequireRateClass(RateClass.Inbound)
            .DisableAntiforgery();
        return routes;
    }

    private static async Task<IResult> ReceiveAsync(string provider, Guid integrationId, HttpContext http, InboundService inbound, PublicOrigin origin, CancellationToken cancellationToken)
    {
        if (http.Request.Query[InboundService.KeyParameter].ToString() is { Length: > 0 } key && !await RateLimits.IsAdmittedToAddressAsync(http, integrationId, key))
        {
            return Results.Empty;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestBodyInBytes;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length > LargestBodyInBytes)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        http.Response.Headers.CacheControl = "no-store";
        var request = new InboundRequest(
            http.Request.Method,
            http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray())
        {
            Url = AddressOf(http, origin),
        };
        var verdict = await inbound.ReceiveAsync(provider, integrationId, request, cancellationToken);
        return verdict switch
        {
            InboundVerdict.Challenge challenge => Answer(http, challenge),
            InboundVerdict.Accepted or InboundVerdict.Noted => Results.Ok(),
            _ => Unknown.ToApiError(),
        };
    }

    /// <summary>The public address with path and query as they were sent: some vendors sign it.</summary>
    private static string? AddressOf(HttpContext http, PublicOrigin origin) =>
        http.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target && target.StartsWith('/') ? origin.Value.GetLeftPart(UriPartial.Authority) + target : null;

    private static IResult Answer(HttpContext http, InboundVerdict.Challenge challenge)
    {
        foreach (var (name, value) in challenge.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            http.Response.Headers[name] = value;
        }

        return Results.Text(challenge.Body, challenge.ContentType);
    }
}
