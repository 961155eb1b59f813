return await Lineage.Server.ServerHost.RunAsync(args);
