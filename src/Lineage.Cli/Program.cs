using Lineage.Cli;

return await CommandLine.RunAsync(args, CliHost.Standard());
