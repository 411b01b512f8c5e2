using System.Buffers.Text;
using System.Security.Cryptography;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Integrations.Web.Features.Connections.Links;

/// <summary>
/// The pages behind a link to connect. The first shows who asks and may be framed by the link's origins; a browser that goes on takes the link, and its cookie
/// stands in the place of the secret from then on.
/// </summary>
internal static class ConnectLinkPages
{
    internal const string Provider = "provider";
    internal const string Kind = "kind";

    /// <summary>Before the names of a provider's own fields.</summary>
    internal const string FieldPrefix = "field.";

    public static void MapConnectLinks(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/connect").AllowAnonymous().RequireRateClass(RateClass.Anonymous).ExcludeFromDescription();
        pages.MapGet("/with/{secret}", ShowAsync);
        pages.MapPost("/with/{secret}", ClaimAsync).DisableAntiforgery();
        pages.MapGet("/link/{id:guid}", ContinueAsync);
        pages.MapPost("/link/{id:guid}", ConnectAsync).DisableAntiforgery();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string secret, ConnectLinkDoor door, Caller visitor, CancellationToken cancellationToken)
    {
        if (await door.IdOfAsync(secret, cancellationToken) is { } id && LinkCookie.Get(http, id) is not null)
        {
            Quiet(http, []);
            return Results.Redirect(ConnectLink.ClaimedPathStart + id);
        }

        var shown = await door.ShowAsync(secret, visitor, cancellationToken);
        var view = shown.IsSuccess ? shown.Value : null;
        Quiet(http, view?.Origins ?? []);
        // Sign-in pages of vendors refuse frames, and browsers keep no cookies there: in a frame the way goes on in a window of its own.
        var isFramed = http.Request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame";
        return Page(new ConnectLinkStep(view, shown.Failure) { InvitePath = ConnectLink.PathStart + secret, IsFramed = isFramed });
    }

    private static async Task<IResult> ClaimAsync(HttpContext http, string secret, ConnectLinkDoor door, Caller visitor, PublicOrigin origin, CancellationToken cancellationToken)
    {
        Quiet(http, []);
        if (!IsFromHere(http, origin))
        {
            // A form of another site: the person first sees who asks.
            return Results.Redirect(ConnectLink.PathStart + secret);
        }

        var known = await door.IdOfAsync(secret, cancellationToken) is { } id ? LinkCookie.Get(http, id) : null;
        if (!(await door.ClaimAsync(secret, known, visitor, cancellationToken)).TryGet(out var claimed, out var refused))
        {
            return Page(new ConnectLinkStep(null, refused));
        }

        LinkCookie.Set(http, claimed.LinkId, claimed.BrowserKey);
        return Results.Redirect(ConnectLink.ClaimedPathStart + claimed.LinkId);
    }

    private static async Task<IResult> ContinueAsync(HttpContext http, Guid id, ConnectLinkVisits visits, ReturnAddresses returns, Caller visitor, CancellationToken cancellationToken)
    {
        Quiet(http, []);
        var shown = await visits.ShowAsync(id, LinkCookie.Get(http, id), visitor, cancellationToken);
        var view = shown.IsSuccess ? shown.Value : null;
        return view is { State: ConnectLinkState.Done } && ReturnOf(view, returns) is { } back
            ? Results.Redirect(back)
            : Page(new ConnectLinkStep(view, shown.Failure) { ContinuePath = ConnectLink.ClaimedPathStart + id, BackAddress = view is null ? null : ReturnOf(view, returns) });
    }

    private static async Task<IResult> ConnectAsync(
        HttpContext http, Guid id, ConnectLinkVisits visits, ReturnAddresses returns, Caller visitor, PublicOrigin origin, CancellationToken cancellationToken)
    {
        Quiet(http, []);
        var path = ConnectLink.ClaimedPathStart + id;
        if (!IsFromHere(http, origin) || !http.Request.HasFormContentType)
        {
            return Results.Redirect(path);
        }

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var (key, provider, kind) = (LinkCookie.Get(http, id), form[Provider].ToString(), form[Kind].ToString());
        var typed = form.Where(field => field.Key.StartsWith(FieldPrefix, StringComparison.Ordinal) && !string.IsNullOrEmpty(field.Value))
            .ToDictionary(field => field.Key[FieldPrefix.Length..], field => field.Value.ToString(), StringComparer.Ordinal);
        Failure? failure;
        if (kind == AuthKinds.OAuth2)
        {
            var flowKey = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            if ((await visits.StartOAuthAsync(id, key, visitor, provider, flowKey, typed, cancellationToken)).TryGet(out var flow, out failure))
            {
                FlowCookie.Set(http, flow.State, flowKey);
                return Page(new ConnectLinkStep(null, null) { GoOnAddress = flow.AuthorizationUrl });
            }
        }
        else if ((await visits.ConnectAsync(id, key, visitor, provider, new ConnectRequest(kind, typed), cancellationToken)).TryGet(out _, out failure))
        {
            return Results.Redirect(path);
        }

        // What was typed is not sent back: secrets are not written into a page.
        var shown = await visits.ShowAsync(id, key, visitor, cancellationToken);
        return Page(new ConnectLinkStep(shown.IsSuccess ? shown.Value : null, shown.Failure)
        {
            ContinuePath = path,
            Refused = failure,
            RefusedProvider = provider,
            RefusedKind = kind,
            BackAddress = shown.IsSuccess ? ReturnOf(shown.Value, returns) : null,
        });
    }

    /// <summary>Where the person goes in the end, and what the program behind it is told; null without a return address.</summary>
    private static string? ReturnOf(ConnectLinkView view, ReturnAddresses returns)
    {
        if (returns.Encode(view.ReturnUrl) is not { } address)
        {
            return null;
        }

        var isDone = view.State == ConnectLinkState.Done;
        var told = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["status"] = isDone ? "connected" : "failed",
            ["error"] = isDone ? null : view.FailureCode ?? "cancelled",
            ["linkId"] = view.Id.ToString(),
            ["integrationId"] = isDone ? view.InstanceId?.ToString() : null,
            ["reference"] = view.Reference,
        };
        return QueryHelpers.AddQueryString(address, told.Where(pair => pair.Value is not null));
    }

    private static RazorComponentResult<ConnectLinkDocument> Page(ConnectLinkStep step) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ConnectLinkDocument.Step)] = step })
        {
            StatusCode = step.Failure is null ? StatusCodes.Status200OK : step.Failure.Kind == FailureKind.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden,
        };

    /// <summary>A form is taken from a page of ours alone: the secret in the address is known to who made the link, and the person has to see who asks.</summary>
    private static bool IsFromHere(HttpContext http, PublicOrigin origin) => http.Request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
        ? site == "same-origin"
        : http.Request.Headers.Origin.ToString() is { Length: > 0 } from
            && (from == $"{http.Request.Scheme}://{http.Request.Host}" || (origin.IsKnown && from == origin.Value.GetLeftPart(UriPartial.Authority)));

    /// <summary>
    /// The address is the key: it goes to no other site, into no cache and no index. To this site it does go, because without a referrer browsers send
    /// forms from nowhere.
    /// </summary>
    private static void Quiet(HttpContext http, IReadOnlyList<string> origins)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; "
            + $"frame-ancestors {(origins.Count == 0 ? "'none'" : string.Join(' ', origins))}";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noindex";
    }
}
