using Integrations.Connectors.Http;
using Integrations.Core.Permissions;
using Integrations.Core.Proxy;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Api.Platform;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.Features;

namespace Integrations.Web.Api.Proxy;

/// <summary>Vendors' own APIs, called with the connections that the hub keeps.</summary>
internal static class ProxyEndpoints
{
    public const string Path = "/api/proxy";

    // Whatever a vendor sends, it is no page of this origin.
    private const string ContentSecurityPolicy = "sandbox; default-src 'none'";

    private static readonly ApiError TooLarge = ApiError.Of(StatusCodes.Status413PayloadTooLarge) with { Message = "The body is larger than 100 MB." };

    public static IEndpointRouteBuilder MapProxy(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup($"{Path}/{{integrationId}}")
            .WithTags("Proxy")
            .WithErrorShape(new PlatformErrorShape())
            .RequireAuthorization(Policies.Api)
            .RequireRateClass(RateClass.Integration)
            .WithMetadata(PassesThrough.Instance)
            .BeyondDocuments();
        foreach (var (method, name, summary) in new[]
        {
            (HttpMethods.Get, "ProxyGet", "Read at the vendor's API"),
            (HttpMethods.Post, "ProxyPost", "Send something to the vendor's API"),
            (HttpMethods.Put, "ProxyPut", "Replace something at the vendor's API"),
            (HttpMethods.Patch, "ProxyPatch", "Change something at the vendor's API"),
            (HttpMethods.Delete, "ProxyDelete", "Delete something at the vendor's API"),
        })
        {
            group.MapMethods("/{**path}", [method], SendAsync).WithName(name).WithSummary(summary).WithDescription(ProxyDescription.Text)
                .AddOpenApiOperationTransformer((operation, _, _) => ProxyDescription.CompleteAsync(operation, method));
        }

        // Like GET, without the body; described with it.
        group.MapMethods("/{**path}", [HttpMethods.Head], SendAsync).WithName("ProxyHead").ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> SendAsync(RouteId integrationId, string? path, HttpContext context, ProxyService proxy, Caller caller, CancellationToken cancellationToken)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (ProxyTarget.Of(context) is not { } target)
        {
            return Failure.InvalidField("path", $"The path must lie below {Path}/{{integrationId}}/, and be written so.").ToApiError();
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = ProxyRequest.LargestBodyInBytes;
        }

        var request = context.Request;
        var hasBody = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        try
        {
            var sent = await proxy.SendAsync(
                caller,
                integrationId,
                new ProxyRequest(request.Method.ToUpperInvariant(), target.Path, target.Query)
                {
                    Headers = [.. request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")))],
                    Body = hasBody ? request.Body : null,
                    BodyLength = hasBody ? request.ContentLength : null,
                },
                cancellationToken);
            return sent.Match<IResult>(answer => new ProxyResult(answer, integrationId), failure => failure.Code == ProxyFailures.TooLargeCode ? new ApiErrorResult(TooLarge) : failure.ToApiError());
        }
        catch (Exception exception) when (exception is BodyTooLargeException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return new ApiErrorResult(TooLarge);
        }
    }
}
