using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Entra;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.OpenId;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Integrations.Core.Identity;

/// <summary>Registers people, sign-in, sessions and tokens.</summary>
public static class AccessRegistration
{
    /// <summary>PBKDF2 with SHA-512, this many rounds (SECURITY T7).</summary>
    internal const int PasswordRounds = 210_000;

    /// <summary>Adds people, passwords, sessions and tokens. Needs storage, Data Protection, logging and metrics.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddReencrypted<SecondFactor>("second_factor", "key", nameof(SecondFactor.UserId), nameof(SecondFactor.KeyCiphertext),
            db => db.SecondFactors.Select(f => new ProtectedRow<Guid>
            {
                Id = f.UserId,
                OrganizationId = db.Set<User>().Where(u => u.Id == f.UserId).Select(u => u.OrganizationId).FirstOrDefault() ?? Guid.Empty,
                Ciphertext = f.KeyCiphertext,
            }));
        services.AddReencrypted<SigningKey, string>(nameof(SigningKey.Id), nameof(SigningKey.PrivateCiphertext),
            db => db.SigningKeys.Select(k => new ProtectedRow<string> { Id = k.Id, Ciphertext = k.PrivateCiphertext }), SigningKeys.ProtectorOf);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        services.AddIdentityCore<User>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = PasswordRules.MinLength;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = SignInAttempts.FailuresBeforeLockout;
                identity.Tokens.PasswordResetTokenProvider = InvitationTokens.ProviderName;
            })
            .AddPasswordValidator<PasswordRules>()
            .AddTokenProvider<InvitationTokens>(InvitationTokens.ProviderName);
        services.AddScoped<IUserStore<User>, HubUserStore>();
        services.Configure<PasswordHasherOptions>(hasher =>
        {
            hasher.CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3;
            hasher.IterationCount = PasswordRounds;
        });

        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.TryAddSingleton<AuditLog>();
        services.AddSingleton<PasswordWork>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<BrowserSessions>();
        services.AddSingleton<SignInTickets>();
        services.AddSingleton<SessionService>();
        services.AddSingleton<SecondFactorCodes>();
        services.AddSingleton<SecondFactorService>();
        services.AddSingleton<PasskeyService>();
        services.AddSingleton<MicrosoftAccounts>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ApiTokenService>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<RateLeases>();
        services.AddHostedService<AccessSweep>();
        services.AddSingleton<PasswordLinks>();
        services.AddSingleton<AccountMail>();
        services.AddSingleton<ForgottenPasswords>();
        services.AddSingleton<MemberService>();
        services.AddSingleton<NewAccounts>();
        services.AddSingleton<PasswordService>();
        services.AddSingleton<AccountRecovery>();
        services.AddSingleton<OrganizationService>();
        return services.AddOrganizationSignIn().AddPrograms();
    }
}
