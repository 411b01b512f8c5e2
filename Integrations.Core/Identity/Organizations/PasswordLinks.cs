using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Identity.Organizations;

/// <summary>Makes and checks the links by which people choose a password. Identity's token in it ends with the security stamp.</summary>
public sealed class PasswordLinks(IServiceScopeFactory scopes)
{
    private const string Purpose = "choose-password";

    internal async Task<Secret> CreateAsync(User user)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var token = await people.GenerateUserTokenAsync(user, people.Options.Tokens.PasswordResetTokenProvider, Purpose);
        return new Secret($"{Invitation.PagePath}?user={user.Id:D}&token={Uri.EscapeDataString(token)}");
    }

    internal async Task<bool> IsValidAsync(User user, string token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await people.VerifyUserTokenAsync(user, people.Options.Tokens.PasswordResetTokenProvider, Purpose, token);
    }
}
