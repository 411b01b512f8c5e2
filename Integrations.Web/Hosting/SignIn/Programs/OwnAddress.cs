using Integrations.Core.Identity.Programs;
using Integrations.Primitives;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>Answers name the hub by its public origin, whatever the Host header says (SECURITY O6).</summary>
internal sealed class OwnAddress(PublicOrigin origin) : IOpenIddictServerHandler<ProcessRequestContext>, IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    /// <summary>Right after the address was compared with the server's own paths.</summary>
    public static OpenIddictServerHandlerDescriptor Base { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
        .UseSingletonHandler<OwnAddress>().SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order + 1).Build();

    /// <summary>As the metadata spell it: no slash at the end (RFC 9207).</summary>
    public static OpenIddictServerHandlerDescriptor Issuer { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
        .UseSingletonHandler<OwnAddress>().SetOrder(OpenIddictServerHandlers.Authentication.AttachIssuer.Descriptor.Order - 1).Build();

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Unknown)
        {
            context.BaseUri = origin.Value;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.RedirectUri is not null)
        {
            context.Response.Iss = ProgramAsk.Server(origin);
        }

        return ValueTask.CompletedTask;
    }
}
