using Integrations.Core.Identity.Programs;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>
/// Nothing is looked up, and no document read, for a stranger: the request goes on to its endpoint, which asks them to sign in and come back.
/// For a person the program's document is read before anything is judged.
/// </summary>
internal sealed class SignedInFirst(ProgramDocuments documents) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractAuthorizationRequestContext>()
        .UseSingletonHandler<SignedInFirst>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractGetOrPostRequest<ExtractAuthorizationRequestContext>.Descriptor.Order + 500)
        .Build();

    public async ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        if ((await http.AuthenticateAsync(Schemes.Session)).Principal is null)
        {
            context.SkipRequest();
            return;
        }

        if (context.Request?.ClientId is { } clientId && ProgramDocuments.IsAddress(clientId)
            && (await documents.EnsureAsync(clientId, http.RequestAborted)).Failure is { } failure)
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, failure.Message);
        }
    }
}
