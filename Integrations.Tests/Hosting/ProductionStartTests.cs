using System.Runtime.Versioning;
using System.Security.Cryptography;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

public sealed class ProductionStartTests
{
    [Theory, Proves("V7")]
    [InlineData("KeyRing:Key", "", "KeyRing:Key")]
    [InlineData("KeyRing:Key", "c2hvcnQ=", "KeyRing:Key")]
    [InlineData("KeyRing:KeyFile", "/nowhere/key", "KeyRing:Key")]
    [InlineData("Demo:Seed", "true", "Demo:Seed")]
    [InlineData("Hub:MinimumRuntime", "99.0.0", "Hub:MinimumRuntime")]
    [InlineData("Auth:AccessTokenLifetime", "02:00:00", "AccessTokenLifetime")]
    [InlineData("RateLimits:Search", "31", "Search")]
    public async Task Production_RefusesToStart_WithTheSettingsName(string key, string value, string named)
    {
        await using var hub = new HubApp().InEnvironment("Production").With("Sandbox:Enabled", "false").With("Hub:PublicOrigin", "https://hub.example.org").With(key, value);

        var refusal = Assert.ThrowsAny<Exception>(() => hub.Anonymous());
        Assert.Contains(named, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact, Proves("V7", "S1")]
    public async Task Production_WithAllThatItNeeds_Starts_AndItsCookiesAreHostOnly()
    {
        await using var hub = new HubApp().InEnvironment("Production").With("Hub:PublicOrigin", "https://hub.example.org");
        using var client = hub.Anonymous();
        using var page = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.True(page.IsSuccessStatusCode);
        var cookie = hub.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>>()
            .Get(Web.Hosting.SignIn.Schemes.Session).Cookie;
        Assert.Equal("__Host-hub-session", cookie.Name);
        Assert.Equal(Microsoft.AspNetCore.Http.CookieSecurePolicy.Always, cookie.SecurePolicy);
        Assert.Null(cookie.Domain);
        Assert.True(cookie.HttpOnly);
        Assert.Equal(Microsoft.AspNetCore.Http.SameSiteMode.Lax, cookie.SameSite);
        var session = hub.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>>()
            .Get(Web.Hosting.SignIn.Schemes.Session);
        Assert.Equal((TimeSpan.FromMinutes(60), true), (session.ExpireTimeSpan, session.SlidingExpiration));
    }

    [Fact, Proves("V7")]
    public void LowestRuntime_IsTheOneOfThisBuild()
    {
        var lowest = Version.Parse(new Web.Hosting.RuntimeOptions().MinimumRuntime);

        Assert.Equal(3, new Web.Hosting.RuntimeOptions().MinimumRuntime.Split('.').Length);
        // The build's own runtime runs these tests, or a newer one.
        Assert.InRange(lowest, new Version(10, 0, 1), Environment.Version);
    }

    [UnsupportedOSPlatform("windows")]
    [Theory, Proves("T2"), InlineData(true), InlineData(false)]
    public async Task DatabaseAndJournals_AreTheOwnersOnly_NewOrFromBefore(bool before)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights of files are others there.");
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Directory.CreateTempSubdirectory("hub-modes-").FullName;
        var file = Path.Combine(folder, "hub.db");
        if (before)
        {
            await using (new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead }))
            {
            }
        }

        await using (var hub = new HubApp().With("ConnectionStrings:Integrations", $"Data Source={file};Pooling=false"))
        {
            using var client = hub.Anonymous();
            await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            Assert.NotEqual(0, await db.Users.CountAsync());
            Assert.Contains(Directory.GetFiles(folder), path => path.EndsWith("-wal", StringComparison.Ordinal));
            // Certificates and the like are no secrets; what begins with the database's name holds it.
            Assert.All(Directory.GetFiles(folder), path => Assert.Equal(Owner, File.GetUnixFileMode(path)));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact, Proves("T2")]
    public async Task Development_MakesAnOwnerOnlyKeyFile_AndTheRingHoldsNoPlainKey()
    {
        var folder = Directory.CreateTempSubdirectory("hub-ring-").FullName;
        await using (var hub = new HubApp().With("ConnectionStrings:Integrations", $"Data Source={Path.Combine(folder, "hub.db")};Pooling=false"))
        {
            using var client = hub.Anonymous();
            hub.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("x");
            var file = Path.Combine(folder, KeyRingRegistration.DevelopmentKeyFile);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
            var ring = await db.DataProtectionKeys.ToListAsync();
            Assert.NotEmpty(ring);
            Assert.All(ring, key => Assert.Contains("sealedKey", key.Xml, StringComparison.Ordinal));
            Assert.All(ring, key => Assert.DoesNotContain("<masterKey", key.Xml, StringComparison.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact, Proves("T2")]
    public void KeyFile_ThatOthersCanRead_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps no mode bits.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            Assert.Contains("chmod 600", MasterKey.Refuse(file), StringComparison.Ordinal);
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
            Assert.Null(MasterKey.Refuse(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact, Proves("T2")]
    public void MasterKey_DecryptsItsOwnOnly()
    {
        var key = MasterKey.Parse(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))!;
        var other = MasterKey.Parse(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))!;
        var sealedText = key.Encrypt("ring"u8.ToArray());

        Assert.Equal("ring"u8.ToArray(), key.Decrypt(sealedText));
        Assert.ThrowsAny<CryptographicException>(() => other.Decrypt(sealedText));
        sealedText[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Decrypt(sealedText));
        Assert.ThrowsAny<CryptographicException>(() => key.Decrypt([1, 2, 3]));
        Assert.Null(MasterKey.Parse("not base64"));
        Assert.Equal("***", key.ToString());
    }

    [Fact, Proves("T3")]
    public async Task Keys_LiveNinetyDays_AndTheNextOneComesBeforeTheirEnd()
    {
        await using var hub = new HubApp();
        hub.Anonymous().Dispose();
        var options = hub.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>>().Value;

        Assert.Equal(TimeSpan.FromDays(90), options.NewKeyLifetime);
        Assert.True(options.AutoGenerateKeys);
    }

    [Fact, Proves("V7", Except = "That the start of a production hub asks for the demo accounts' password; the question itself is tested.")]
    public async Task AccountWithTheDemosPassword_IsFound_UntilItsPasswordIsAnother()
    {
        await using var hub = new HubApp();
        hub.Anonymous().Dispose();
        var passwords = hub.Services.GetRequiredService<Core.Demo.DefaultPasswords>();
        Assert.NotNull(await passwords.FindAsync("another demo password", CancellationToken.None));

        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        await db.Users.ExecuteUpdateAsync(users => users.SetProperty(u => u.PasswordHash, (string?)null));

        Assert.Null(await passwords.FindAsync("another demo password", CancellationToken.None));
    }
}
