using Integrations.Core.Activity;
using Integrations.Core.Diagnostics;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Diagnostics;

/// <summary>A super administrator sees more of the log for a time; it ends by itself.</summary>
public sealed class LogLevelTests
{
    [Fact]
    public void Level_HoldsForItsTime_AgainstNarrowerRules_AndEndsByItself()
    {
        var clock = new MovableClock();
        using var levels = new LogLevelSwitch(clock);
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new LogCapture()).SetMinimumLevel(LogLevel.Information).AddFilter("Integrations.Core.Sync", LogLevel.Warning))
            .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(levels)
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(levels)
            .BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var (sync, other) = (loggers.CreateLogger("Integrations.Core.Sync.SyncLoop"), loggers.CreateLogger("Other"));
        Assert.False(sync.IsEnabled(LogLevel.Information));

        levels.Set(new LogLevelForATime("Integrations", LogLevel.Debug, clock.GetUtcNow() + TimeSpan.FromMinutes(15)));

        Assert.True(sync.IsEnabled(LogLevel.Debug));
        Assert.False(other.IsEnabled(LogLevel.Debug));
        clock.Advance(TimeSpan.FromMinutes(16));
        Assert.False(sync.IsEnabled(LogLevel.Information));
        Assert.Null(levels.Current);
    }

    [Fact, Proves("A2")]
    public async Task Change_IsForSuperAdministrators_IsChecked_AndAudited()
    {
        await using var hub = new HubApp();
        await hub.InitializeAsync();
        var levels = hub.Services.GetRequiredService<LogLevelService>();
        var (super, admin) = (new Caller(null, null, Role.SuperAdmin), new Caller(Guid.NewGuid(), Guid.NewGuid(), Role.TenantAdmin));
        var quarter = TimeSpan.FromMinutes(15);

        Assert.Equal(FailureKind.Forbidden, (await levels.SetAsync(admin, "Integrations", LogLevel.Debug, quarter, default)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, levels.Look(admin).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await levels.ResetAsync(admin, default)).Failure!.Kind);
        Assert.NotNull((await levels.SetAsync(super, "", LogLevel.Debug, quarter, default)).Failure);
        Assert.NotNull((await levels.SetAsync(super, "Integrations\n", LogLevel.Debug, quarter, default)).Failure);
        Assert.NotNull((await levels.SetAsync(super, "Integrations", (LogLevel)42, quarter, default)).Failure);
        Assert.NotNull((await levels.SetAsync(super, "Integrations", LogLevel.Debug, TimeSpan.FromDays(1), default)).Failure);

        Assert.True((await levels.SetAsync(super, "Integrations.Tests", LogLevel.Debug, quarter, default)).IsSuccess);
        Assert.True(hub.Services.GetRequiredService<ILogger<LogLevelTests>>().IsEnabled(LogLevel.Debug));
        Assert.True((await levels.ResetAsync(super, default)).IsSuccess);
        Assert.False(hub.Services.GetRequiredService<ILogger<LogLevelTests>>().IsEnabled(LogLevel.Debug));

        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<Core.Storage.IntegrationsDbContext>>().CreateDbContextAsync();
        Assert.Equal(["log.level_changed", "log.level_reset"], await db.AuditEntries.Where(a => a.Action.StartsWith("log.")).OrderBy(a => a.Sequence).Select(a => a.Action).ToListAsync());
    }
}
